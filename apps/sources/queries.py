"""Every question that can be asked about sources. Nothing here writes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.audit.queries import list_history
from apps.core import dto, mentions
from apps.core.db import query, read_cursor
from apps.core.documents import Document
from apps.core.ids import as_uuid
from apps.core.mentions import mentioning
from apps.core.pagination import DEFAULT_LIMIT, Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import asking
from apps.core.references import named
from apps.organizations.queries import find_organization
from apps.sources import searching
from apps.sources.dtos import (
    EntryType,
    Hit,
    SourceDetail,
    SourceRef,
    SourceSummary,
    SourceType,
    Suggestions,
)
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source

linked: Provider[Callable[..., Document]] = Provider("how a source is described as linked data")

BY_SLUG = Keyset(name="sources", columns=("slug", "id"))


@query
def get_source(organization: str, source: str) -> SourceDetail:
    """One source by slug or id. Raises `OrganizationNotFound` or `SourceNotFound`."""
    rows = asking(Source).filter(**addressed(organization, source))
    return dto.one(SourceDetail, rows, missing(organization, source))


@query
def find_source(organization: str, source: str) -> SourceRef:
    """The ids and slugs behind an address. Raises `SourceNotFound`."""
    rows = asking(Source).filter(**addressed(organization, source))
    return dto.one(SourceRef, rows, missing(organization, source))


@query
def get_source_id(organization: str, source: str) -> UUID:
    """The id of the source at an address. Raises `SourceNotFound`."""
    return find_source(organization, source).id


@query
def list_sources(
    *,
    org: str | None = None,
    type: SourceType | None = None,  # noqa: A002  what the parameter is called
    entry_type: EntryType | None = None,
    tag: Sequence[str] = (),
    license: str | None = None,  # noqa: A002
    archived: bool | None = None,
    q: str | None = None,
    updated_since: datetime | None = None,
    **window: Unpack[Window],
) -> Page[SourceSummary]:
    """Sources by slug, all or those asked for: with every `tag`, and mentioning `q`.

    Raises `OrganizationNotFound`."""
    asked = {
        "organization_id": find_organization(org).id if org is not None else None,
        "source_type": type,
        "entry_type": entry_type,
        "tags__contains": list(tag) or None,
        "license": license,
        "archived_at__isnull": None if archived is None else not archived,
        "updated_at__gte": updated_since,
    }
    rows = asking(Source).narrowed(asked)
    rows = rows if q is None else rows.then(mentioning, **mentions.parameters(q))
    return BY_SLUG.page(SourceSummary, rows, **window)


@query
def search_registry(
    q: str,
    *,
    type: SourceType | None = None,  # noqa: A002  what the parameter is called
    org: str | None = None,
    tag: Sequence[str] = (),
    organism: str | None = None,
    limit: int = DEFAULT_LIMIT,
    cursor: str = "",
    count: bool = False,
) -> Page[Hit]:
    """What `q` may mean, best first: organizations and sources, or with a filter sources alone.

    `organism` is a taxid of NCBI, or how a scientific name begins. Hits are counted as far as
    they are ranked: no way to them goes on after a thousand.

    Raises `OrganizationNotFound` or `InvalidCursor`.
    """
    filters = {
        "org": find_organization(org).id if org is not None else None,
        "type": type,
        "tags": list(tag) or None,
        "organism": organism,
    }
    place, every = searching.place(cursor), not any(filters.values())
    backwards = place is not None and place.backwards
    mentioned = mentions.parameters(q)
    asked = {**mentioned, **filters, **_meant(mentioned["text"])}
    bounds = {**searching.beyond(place), "limit": limit + 1}
    rows = _hits(searching.statement(organizations=every, backwards=backwards), {**asked, **bounds})
    found = [(hit, searching.key_of(hit, key)) for hit, key in rows]
    total = _counted(searching.counting(organizations=every), asked) if count else None
    return replace(searching.BEST_FIRST.leaf(found, place, limit=limit), count=total)


@query
def search_source_ids(q: str, *, limit: int) -> tuple[UUID, ...]:
    """The ids of the sources that `q` means best, best first; an address means one."""
    organization, slash, slug = q.strip().replace(":", "/", 1).partition("/")
    if slash:
        meant = asking(Source).filter(**addressed(organization, slug))
        return tuple(ref.id for ref in dto.many(SourceRef, meant))
    mentioned = mentions.parameters(q)
    asked = {**mentioned, **dict.fromkeys(("org", "type", "tags", "organism"))}
    bounds = {**searching.beyond(None), "limit": limit}
    statement = searching.statement(organizations=False)
    rows = _hits(statement, {**asked, **_meant(mentioned["text"]), **bounds})
    return tuple(key for _, key in rows)


@query
def list_suggestions(q: str, *, limit: int = 10) -> Suggestions:
    """What a query that is being typed may become: by the beginnings of slugs and names."""
    statement = searching.statement(searching.SUGGESTING, organizations=True)
    filters = ("org", "type", "tags", "organism")
    nothing = {**dict.fromkeys(filters), **searching.beyond(None)}
    rows = _hits(statement, {**mentions.parameters(q), **nothing, "limit": limit})
    return Suggestions(results=tuple(hit for hit, _ in rows))


@query
def list_source_history(
    organization: str, source: str, **window: Unpack[Window]
) -> Page[AuditEntry]:
    """What was done to a source, newest first. Raises `SourceNotFound`."""
    return list_history(find_source(organization, source).id, **window)


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


def _meant(text: str) -> dict[str, Any]:
    with read_cursor() as rows:
        rows.execute(searching.MEANT, {"asked": searching.asked(text)})
        return searching.meant(text, rows.fetchall())


def _counted(statement: str, parameters: dict[str, Any]) -> int:
    with read_cursor() as rows:
        rows.execute(statement, parameters)
        return int(rows.fetchone()[0])


def _hits(statement: str, parameters: dict[str, Any]) -> list[tuple[Hit, UUID]]:
    with read_cursor() as rows:
        rows.execute(statement, parameters)
        return [
            (
                Hit(
                    kind=kind, organization=organization, slug=slug, name=name,
                    matched=matched, score=float(score),
                ),
                key,
            )
            for kind, organization, slug, name, matched, score, key in rows.fetchall()
        ]  # fmt: skip
