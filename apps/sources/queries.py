"""Every question that can be asked about sources. Nothing here writes."""

from typing import Any, Unpack
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.audit.queries import list_history
from apps.core import dto
from apps.core.db import query, reading
from apps.core.ids import as_uuid
from apps.core.pagination import DEFAULT_LIMIT, Keyset, Page
from apps.core.references import named
from apps.organizations.queries import find_organization
from apps.sources.dtos import SourceDetail, SourceFilters, SourceRef, SourceSummary
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source

FILTERS = {
    "type": "source_type",
    "entry_type": "entry_type",
    "license": "license",
    "tag": "tags__contains",
    "updated_since": "updated_at__gte",
}
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
def get_source_id(organization: str, source: str) -> UUID:
    """The id of the source at an address. Raises `SourceNotFound`."""
    return find_source(organization, source).id


@query
def list_sources(
    *, limit: int = DEFAULT_LIMIT, cursor: str = "", **wanted: Unpack[SourceFilters]
) -> Page[SourceSummary]:
    """Sources by slug, all or those `wanted`. Raises `OrganizationNotFound`."""
    filters = {FILTERS[name]: value for name, value in wanted.items() if name in FILTERS}
    rows = reading(Source).filter(**filters)
    if "org" in wanted:
        rows = rows.filter(organization_id=find_organization(wanted["org"]).id)
    if "archived" in wanted:
        rows = rows.filter(archived_at__isnull=not wanted["archived"])
    return BY_SLUG.page(SourceSummary, rows, limit=limit, cursor=cursor)


@query
def list_source_history(
    organization: str, source: str, *, limit: int = DEFAULT_LIMIT, cursor: str = ""
) -> Page[AuditEntry]:
    """What was done to a source, newest first. Raises `SourceNotFound`."""
    return list_history(find_source(organization, source).id, limit=limit, cursor=cursor)


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
