"""Every question that can be asked about versions, and those that count everything below them."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any, TypeVar, Unpack
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, TruncMonth

from apps.accounts.queries import get_user
from apps.audit.dtos import AuditEntry, Named
from apps.audit.policy import sees_drafts
from apps.audit.queries import list_history
from apps.core import dto, notices
from apps.core.actor import Actor
from apps.core.db import query, read_cursor, reading
from apps.core.documents import Document
from apps.core.errors import FieldError, NotFound
from apps.core.ids import as_uuid
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import Asked, asking
from apps.core.services import services
from apps.organizations.models import Organization
from apps.organizations.queries import find_organization, get_standing
from apps.sources.dtos import SourceRef
from apps.sources.models import Source
from apps.sources.queries import addressed, find_source, search_source_ids
from apps.versions.dtos import (
    Changelog,
    Holdings,
    NewRelease,
    OrganizationStatistics,
    RegistryStatistics,
    ReleaseRef,
    ReleasesOfMonth,
    SourceCounts,
    Status,
    VersionCounts,
    VersionDetail,
    VersionRef,
    VersionSummary,
    changelog_of,
)
from apps.versions.errors import AmbiguousVersion, NotDraft, VersionNotFound
from apps.versions.models import RESOLVING, Membership, Release, Version, VersionState
from apps.versions.numbering import Number
from apps.versions.tallies import Tally, tally_of

NEWEST_FIRST = Keyset(
    name="versions", columns=("listed_on", "major", "minor", "patch"), descending=True
)

AFTER_ALL = 2**31 - 1  # no release has this ordinal

linked: Provider[Callable[..., Document]] = Provider("how a version is described as linked data")

MOST_SOURCES_SEARCHED, MOST_OF_EACH = 20, 20
NEWEST_OF_EACH = """
    SELECT newest.id
      FROM unnest(%s::uuid[]) AS found (id) CROSS JOIN LATERAL (
           SELECT id FROM versions_version
            WHERE source_id = found.id
              AND (%s::text IS NULL OR external_version = %s OR version = %s)
            ORDER BY listed_on DESC, major DESC, minor DESC, patch DESC
            LIMIT %s
      ) AS newest
"""

D = TypeVar("D", VersionDetail, VersionRef)

holdings: Provider[Callable[[UUID | None], Holdings]] = Provider(
    "what files the registry holds, or one organization"
)

drafts_needed: Provider[Callable[[UUID], tuple[str, ...]]] = Provider(
    "which drafts a version depends on"
)


@query
def get_version(organization: str, source: str, version: str, *, actor: Actor) -> VersionDetail:
    """One version by number, publisher's name, id, or as `latest`; drafts only for those who may.

    A member answers also to the name of a release that holds it, changed there or not.

    Raises `OrganizationNotFound`, `SourceNotFound`, `VersionNotFound` or `AmbiguousVersion`.
    """
    rows = asking(Version).then(meant, **addressing(organization, source, version))
    rows = _visible(organization, rows, actor)
    found = next(dto.project(VersionDetail, rows[:1]), None)
    found = found or _by_release(VersionDetail, find_source(organization, source), version)
    if found.status == "deprecated" and notices.is_heard():
        notices.tell(_deprecated(found))
    return found


@query
def list_version_history(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    **window: Unpack[Window],
) -> Page[AuditEntry]:
    """What was done to a version, newest first. Raises as `get_version` does."""
    found = get_version(organization, source, version, actor=actor)
    return list_history(found.id, **window)


@query
def find_version(organization: str, source: str, version: str) -> VersionRef:
    """A version that is no draft, by any of its names. Raises as `get_version` does."""
    rows = asking(Version).then(meant, **addressing(organization, source, version))
    found = next(dto.project(VersionRef, rows.exclude(status="draft")[:1]), None)
    return found or _by_release(VersionRef, find_source(organization, source), version)


@query
def find_draft(organization: str, source: str, version: str, *, actor: Actor) -> VersionDetail:
    """A draft, for who may see it. Raises as `get_version` does, or `NotDraft`."""
    found = get_version(organization, source, version, actor=actor)
    if found.status != "draft":
        raise NotDraft(version=found.version, status=found.status)
    return found


@query
def find_release(version_id: UUID) -> ReleaseRef | None:
    """Where a version stands among the releases of its source; None if it has no members."""
    rows = asking(Release).filter(version_id=version_id)
    return next(dto.project(ReleaseRef, rows), None)


@query
def get_written_changelog(version_id: UUID) -> Changelog | None:
    """The changelog that was written when a version was published; None if none was."""
    rows = reading(Version).filter(pk=version_id).values_list("changelog", flat=True)
    written = rows.first()
    return changelog_of(written) if written else None


@query
def search_version_ids(q: str) -> tuple[UUID, ...]:
    """The newest versions of the sources that `q` means: `uniprot/swissprot@2026_01`, or words."""
    address, _, name = q.partition("@")
    found = search_source_ids(address, limit=MOST_SOURCES_SEARCHED)
    with read_cursor() as rows:
        rows.execute(NEWEST_OF_EACH, [list(found), name or None, name, name, MOST_OF_EACH])
        return tuple(row[0] for row in rows.fetchall())


@query
def find_in_trail(text: str) -> Named:
    """The ids of the version, source, organization or person that `text` names."""
    address, _, name = text.replace(":", "/", 1).partition("@")
    organization, _, source = address.partition("/")
    with suppress(NotFound):
        if name:
            return Named(column="entity_id", ids=(find_version(organization, source, name).id,))
        if source:
            return Named(column="entity_id", ids=(find_source(organization, source).id,))
        return Named(column="entity_id", ids=(find_organization(organization).id,))
    with suppress(NotFound):
        return Named(column="user_id", ids=(get_user(text).id,))
    return Named(column="entity_id", ids=())


@query
def has_reader(entity_type: str, entity_id: UUID, actor: Actor) -> bool:
    """Whether `actor` may read what was done to an entity, as its own address would show it."""
    if entity_type == "version":
        path = ("source__organization_id", "source_id", "id")
        for found in asking(Version).filter(id=entity_id).values_list(*path):
            with suppress(NotFound):
                return bool(get_version(*(str(part) for part in found), actor=actor))
        return False
    if entity_type == "source":
        return any(asking(Source).filter(id=entity_id).values_list("id"))
    is_one = entity_type == "organization"
    return is_one and any(asking(Organization).filter(id=entity_id).values_list("id"))


@query
def list_versions(
    organization: str,
    source: str,
    *,
    actor: Actor,
    status: Status | None = None,
    external_version: str | None = None,
    released_since: date | None = None,
    released_until: date | None = None,
    **window: Unpack[Window],
) -> Page[VersionSummary]:
    """A source's versions, newest first by (effective_date, number); drafts, undated, before all.

    The days bound the effective date, both included. Raises `OrganizationNotFound` or
    `SourceNotFound`.
    """
    held = find_source(organization, source)
    rows = _visible(organization, asking(Version).filter(source_id=held.id), actor)
    asked = {
        "status": status,
        "external_version": external_version,
        "effective_date__gte": released_since,
        "effective_date__lte": released_until,
    }
    return NEWEST_FIRST.page(VersionSummary, rows.narrowed(asked), **window)


@query
def list_newest_releases(*, limit: int = 10) -> tuple[NewRelease, ...]:
    """The newest of what publishers named, whichever source it is of; none of days to come."""
    named = reading(Version).filter(external_version__isnull=False, status__in=RESOLVING)
    rows = named.filter(effective_date__lte=services.clock.now().date())
    return dto.many(NewRelease, rows.order_by("-effective_date", "-id")[:limit])


@query
def count_releases(organization: str, source: str) -> tuple[ReleasesOfMonth, ...]:
    """How many versions of a source came in each month, the oldest first; drafts did not come.

    Raises `OrganizationNotFound` or `SourceNotFound`.
    """
    held = find_source(organization, source)
    rows = reading(Version).filter(source_id=held.id).exclude(status="draft")
    months = rows.annotate(month=TruncMonth("effective_date")).values("month")
    return dto.many(ReleasesOfMonth, months.annotate(releases=Count("pk")).order_by("month"))


@query
def get_statistics() -> RegistryStatistics:
    """How many organizations, sources, versions and files there are."""
    held = holdings.ask(None)
    known = tally_of() or _counted_now()
    return RegistryStatistics(
        organizations=known.organizations,
        sources=sum(known.sources.values()),
        versions=sum(known.versions.values()),
        published_versions=sum(known.versions.values()) - known.versions.get("draft", 0),
        files=held.files,
        bytes=held.bytes,
        downloads=held.downloads,
    )


@query
def get_organization_statistics(organization: str, *, actor: Actor) -> OrganizationStatistics:
    """How much one organization has; drafts count for those who see them.

    Raises `OrganizationNotFound`.
    """
    found = find_organization(organization)
    known = tally_of(found.id) or _counted_now(organization_id=found.id)
    drafts = asking(Version).filter(source__organization_id=found.id, status="draft")
    seen = _counted(_visible(organization, drafts, actor).queryset(), "status")
    by_status = {each: known.versions[each] for each in known.versions if each != "draft"} | seen
    held = holdings.ask(found.id)
    return OrganizationStatistics(
        sources=SourceCounts(total=sum(known.sources.values()), by_type=known.sources),
        versions=VersionCounts(total=sum(by_status.values()), by_status=by_status),
        files=held.files,
        bytes=held.bytes,
        downloads=held.downloads,
        last_published_at=known.last_published_at,
    )


def addressing(organization: str, source: str, version: str) -> dict[str, Any]:
    """What `meant` is to be given for a version by any of its names."""
    at = addressed(organization, source, through="source__")
    if (spelled := as_uuid(version)) is not None:
        return {**at, "id": spelled}
    if version == "latest":
        return {**at, "latest": True}
    number = Number.parse(version)
    return {**at, "name": version, **(number._asdict() if number else {})}


def meant(
    rows: "QuerySet[Version]",
    *,
    latest: bool = False,
    name: str | None = None,
    major: int | None = None,
    minor: int | None = None,
    patch: int | None = None,
    **at: Any,
) -> "QuerySet[Version]":
    """Of `rows` those that an address may mean: the meant one first.

    An exact number goes before a publisher's name that looks like one.
    """
    rows = _of_source(rows, **at)
    if latest:
        newest_first = [f"-{column}" for column in NEWEST_FIRST.columns]
        return rows.filter(status__in=RESOLVING).order_by(*newest_first)
    if name is None:
        return rows
    by_name = Q(external_version=name)
    if major is None:
        return rows.filter(by_name)
    by_number = Q(major=major, minor=minor, patch=patch)
    first = Case(When(by_number, then=Value(0)), default=Value(1), output_field=IntegerField())
    return rows.filter(by_number | by_name).order_by(first)


def _of_source(rows: "QuerySet[Version]", **at: Any) -> "QuerySet[Version]":
    """Those of the source at an address: it is found first, and its indexes find the rest.

    Joined, PostgreSQL reads every version of the source, of which there may be 100,000.
    """
    of = {path.partition("__")[2]: at.pop(path) for path in list(at) if "__" in path}
    return rows.filter(source_id=Subquery(reading(Source).filter(**of).values("id")[:1]), **at)


def _by_release(shown: type[D], member: SourceRef, name: str) -> D:
    """The version of a member that the releases of this name hold."""
    label = f"{member.organization}/{member.slug}"
    missing = VersionNotFound(source=label, version=name)
    spans = asking(Membership).filter(version__source_id=member.id).then(_in_release, name=name)
    columns = ("releases__slug", "version__version", "version_id")
    held = sorted(spans.values_list(*columns))
    if not held:
        raise missing
    if len({version_id for *_, version_id in held}) > 1:
        told = [f"{number} as {member.organization}/{slug} has it" for slug, number, _ in held]
        errors = tuple(FieldError(field="version", code="candidate", detail=each) for each in told)
        candidates = " or ".join(told)
        raise AmbiguousVersion(source=label, version=name, candidates=candidates, errors=errors)
    return dto.one(shown, asking(Version).filter(id=held[0][2]), missing)


def _in_release(rows: "QuerySet[Membership]", name: str) -> "QuerySet[Membership]":
    """Those of the spans in which a published release of this name lies."""
    releases = reading(Release).exclude(version__status="draft")
    called = releases.filter(source=OuterRef("releases"), version__external_version=name)
    until = Coalesce(OuterRef("until"), Value(AFTER_ALL))
    return rows.filter(Exists(called.filter(ordinal__gte=OuterRef("since"), ordinal__lt=until)))


def _deprecated(version: VersionDetail) -> notices.Deprecated:
    moves = reading(VersionState).filter(version_id=version.id, status="deprecated")
    organization, _, rest = (version.superseded_by or "").partition(":")
    source, _, number = rest.partition("@")
    successor = f"sources/{organization}/{source}/versions/{number}" if number else None
    since = moves.order_by("at").values_list("at", flat=True)[0]
    return notices.Deprecated(since=since, successor=successor)


def _counted_now(**of: UUID) -> Tally:
    versions = reading(Version).filter(**{f"source__{key}": of[key] for key in of})
    return Tally(
        organizations=reading(Organization).count() if not of else 1,
        sources=_counted(reading(Source).filter(**of), "source_type"),
        versions=_counted(versions, "status"),
        last_published_at=versions.aggregate(last=Max("published_at"))["last"],
    )


def _counted(rows: "QuerySet[Any]", column: str) -> dict[str, int]:
    counted = rows.order_by(column).values_list(column).annotate(count=Count("pk"))
    return dict(counted)


def _visible(organization: str, rows: Asked[Version], actor: Actor) -> Asked[Version]:
    if actor.is_system:
        return rows
    if actor.is_anonymous:
        return rows.exclude(status="draft")
    standing = get_standing(organization, actor.user_id)
    bound = actor.grant.source_id if actor.grant else None
    if not sees_drafts(actor, standing, bound):
        return rows.exclude(status="draft")
    return rows.then(_drafts_of, source_id=bound) if bound else rows


def _drafts_of(rows: "QuerySet[Version]", source_id: UUID) -> "QuerySet[Version]":
    return rows.filter(~Q(status="draft") | Q(source_id=source_id))
