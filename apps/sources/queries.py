"""Every question that can be asked about sources. Nothing here writes."""

from typing import Any

from apps.core import dto
from apps.core.db import query, reading
from apps.core.ids import as_uuid
from apps.core.pagination import DEFAULT_LIMIT, Keyset, Page
from apps.core.references import named
from apps.organizations.queries import find_organization
from apps.sources.dtos import SourceDetail, SourceRef, SourceSummary
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source

BY_SLUG = Keyset(name="sources", columns=("slug", "id"))


@query
def get_source(organization: str, source: str) -> SourceDetail:
    """One source by slug or id. Raises `OrganizationNotFound` or `SourceNotFound`."""
    rows = reading(Source).filter(**addressed(organization, source))
    return dto.one(SourceDetail, rows, missing(organization, source))


@query
def find_source(organization: str, source: str) -> SourceRef:
    """The ids and slugs behind an address. Raises `SourceNotFound`."""
    rows = reading(Source).filter(**addressed(organization, source))
    return dto.one(SourceRef, rows, missing(organization, source))


@query
def list_sources(
    *, org: str | None = None, limit: int = DEFAULT_LIMIT, cursor: str = ""
) -> Page[SourceSummary]:
    """Sources by slug, all or one organization's. Raises `OrganizationNotFound`."""
    rows = reading(Source)
    if org is not None:
        rows = rows.filter(organization_id=find_organization(org).id)
    return BY_SLUG.page(SourceSummary, rows, limit=limit, cursor=cursor)


def addressed(organization: str, source: str, *, through: str = "") -> dict[str, Any]:
    """The filter for the source at `organization`/`source`, each a slug or an id."""
    slug = source if as_uuid(source) else source.lower()
    return {
        **named(organization, slug=f"{through}organization__slug", id=f"{through}organization_id"),
        **named(slug, slug=f"{through}slug__lower", id=f"{through}id"),
    }


def missing(organization: str, source: str) -> SourceNotFound:
    """The refusal of an address where no source is."""
    return SourceNotFound(organization=organization, source=source)
