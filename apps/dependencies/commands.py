"""What a draft depends on is set here: one function, one transaction, one trace."""

from collections.abc import Iterator, Sequence

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.errors import FieldError, InvalidRequest, invalid_field
from apps.core.rendering import plain
from apps.core.services import PRIMARY, services
from apps.dependencies.dtos import Dependency, Found, Wanted
from apps.dependencies.models import DECLARED_KINDS
from apps.dependencies.queries import find_cycle, list_declared, list_meant
from apps.versions.dtos import VersionRef
from apps.versions.errors import NotDraft, VersionCycle, VersionNotFound
from apps.versions.models import Version
from apps.versions.numbering import Number
from apps.versions.queries import addressing, find_version, meant

ONE_AFTER_ANOTHER = "SELECT pg_advisory_xact_lock(hashtextextended('dependencies', 0))"
TAKE_AWAY = "DELETE FROM dependencies_dependency WHERE version_id = %s"
WRITE_DOWN = """
INSERT INTO dependencies_dependency (id, version_id, depends_on_id, kind)
SELECT bdp_uuid7(), %s, needed, kind FROM unnest(%s::uuid[], %s::text[]) AS told (needed, kind)
"""
MOST_TOLD = 3


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def set_dependencies(
    *,
    actor: Actor,
    organization: str,
    source: str,
    version: str,
    dependencies: Sequence[Wanted],
    reason: str | None = None,
) -> VersionRef:
    """Say what a draft depends on, in place of whatever was said before.

    Every name is looked up now: what is kept is the version that it means today. A draft may
    depend on drafts, as long as none comes to depend on itself.

    Raises as `find_version` does, or `NotDraft`, `InvalidRequest` or `VersionCycle`.
    """
    row = _locked_draft(organization, source, version)
    found = list_meant(dependencies, actor=actor)
    _refuse_unknown(dependencies, found)
    before, after = list_declared(row.id), _declared(dependencies, found)
    if set(before) == set(after):
        nothing_changed()
        return dto.of(VersionRef, row)
    _refuse_cycle(row, found, actor)
    _replace(row, dependencies, found)
    entity = Entity(type="version", id=row.id, label=_label(row))
    record(
        AuditAction.SET_DEPENDENCIES, entity, actor=actor, reason=reason,
        before={"dependencies": plain(before)}, after={"dependencies": plain(after)},
    )  # fmt: skip
    return dto.of(VersionRef, row)


def _locked_draft(organization: str, source: str, version: str) -> Version:
    """The draft, locked against who would publish it, but not against who depends on it."""
    rows = Version.objects.select_related("source__organization")
    rows = rows.select_for_update(of=("self",), no_key=True)
    row = meant(rows, **addressing(organization, source, version)).first()
    row = row or rows.get(pk=find_version(organization, source, version).id)
    if row.status != "draft":
        raise NotDraft(version=row.version, status=row.status)
    return row


def _refuse_unknown(wanted: Sequence[Wanted], found: Sequence[Found]) -> None:
    """Refuse every entry that means nothing, or what another one means, in one answer."""
    if errors := tuple(_errors(wanted, found)):
        told = "; ".join(f"{error.field}: {error.detail}" for error in errors[:MOST_TOLD])
        more = len(errors) - MOST_TOLD
        detail = told + (f" (and {more} more)" if more > 0 else "")
        raise InvalidRequest(detail=detail, errors=errors)


def _errors(wanted: Sequence[Wanted], found: Sequence[Found]) -> Iterator[FieldError]:
    first: dict[object, int] = {}
    for place, (entry, meaning) in enumerate(zip(wanted, found, strict=True)):
        if told := _unknown(entry, meaning):
            field, code, detail = told
            yield FieldError(field=f"dependencies.{place}.{field}", code=code, detail=detail)
        elif (known := first.setdefault(meaning.version_id, place)) != place:
            detail = f"This is what dependencies.{known} says already."
            yield FieldError(field=f"dependencies.{place}", code="duplicate", detail=detail)


def _unknown(entry: Wanted, meaning: Found) -> tuple[str, str, str] | None:
    """The field that is wrong with one entry, a code and a sentence; None if nothing is."""
    if entry.get("kind", "required") not in DECLARED_KINDS:
        return "kind", "invalid", "Possible are required and optional: members come by ingestion."
    if meaning.source_id is None:
        return "source", "not_found", f"There is no source “{entry['source']}”."
    if meaning.candidates:
        which = " or ".join(meaning.candidates)
        return "version", "ambiguous", f"Releases hold different contents: {which}."
    if meaning.version_id is None:
        missing = VersionNotFound(source=meaning.address, version=entry["version"])
        return "version", "not_found", str(missing)
    return None


def _declared(wanted: Sequence[Wanted], found: Sequence[Found]) -> tuple[Dependency, ...]:
    told = [
        Dependency(
            source=meaning.address, version=meaning.version,
            external_version=meaning.external_version, kind=entry.get("kind", "required"),
        )
        for entry, meaning in zip(wanted, found, strict=True)
    ]  # fmt: skip
    return tuple(sorted(told, key=lambda one: (one.source, Number.parse(one.version))))


def _refuse_cycle(row: Version, found: Sequence[Found], actor: Actor) -> None:
    """Let no two changes that would close a cycle together look at once: the second sees it."""
    drafts = [meaning.version_id for meaning in found if meaning.version_id and meaning.is_draft]
    if not drafts:
        return
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(ONE_AFTER_ANOTHER)
    if cycle := find_cycle(row.id, drafts, actor=actor):
        told = " → ".join(cycle)
        addresses = [f"{meaning.address}@{meaning.version}" for meaning in found]
        field = f"dependencies.{addresses.index(cycle[1])}"
        errors = (FieldError(field=field, code="cycle", detail=told),)
        raise VersionCycle(cycle=told, errors=errors)


def _replace(row: Version, wanted: Sequence[Wanted], found: Sequence[Found]) -> None:
    needed = [meaning.version_id for meaning in found]
    kinds = [entry.get("kind", "required") for entry in wanted]
    gone = invalid_field("dependencies", "one of these drafts was thrown away just now")
    with (
        refusing(dependency_depends_on_exists=gone),
        services.connection(PRIMARY).cursor() as cursor,
    ):
        cursor.execute(TAKE_AWAY, [row.id])
        cursor.execute(WRITE_DOWN, [row.id, needed, kinds])


def _label(row: Version) -> str:
    return f"{row.source.organization.slug}/{row.source.slug}@{row.version}"
