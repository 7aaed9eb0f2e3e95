"""Every way a version can change: one function, one transaction, one trace."""

from datetime import date
from typing import Any, Unpack

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record, recorded_in_parts
from apps.core import dto
from apps.core.actor import Actor
from apps.core.changes import Difference, difference
from apps.core.db import refusing
from apps.core.errors import DomainError, NotFound, invalid_field
from apps.core.preconditions import require_unchanged
from apps.core.rendering import plain
from apps.core.services import services
from apps.events.publishing import publish
from apps.sources.models import Source
from apps.sources.queries import addressed, missing
from apps.versions.dtos import VersionDetail, VersionDetails, VersionRef
from apps.versions.errors import (
    AlreadyPublished,
    DuplicateExternalVersion,
    DuplicateNumber,
    NotDraft,
    NotPublished,
    NotYanked,
    StillNeeded,
    UnpublishedDependency,
    VersionReasonRequired,
)
from apps.versions.events import (
    VersionCreated,
    VersionDeleted,
    VersionDeprecated,
    VersionPublished,
    VersionUnyanked,
    VersionUpdated,
    VersionYanked,
)
from apps.versions.models import Version
from apps.versions.numbering import MOST_GIVEN, Number, Numbered, next_number
from apps.versions.queries import addressing, drafts_needed, find_version, meant


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def create_version(
    *,
    actor: Actor,
    organization: str,
    source: str,
    number: str | None = None,
    reason: str | None = None,
    **details: Unpack[VersionDetails],
) -> VersionRef:
    """Begin a draft, numbered by the organization's scheme unless a number is given.

    Raises `OrganizationNotFound`, `SourceNotFound`, `InvalidRequest`, `DuplicateNumber` or
    `DuplicateExternalVersion`.
    """
    held = _locked_source(organization, source)
    given = _given(number, held, details) if number is not None else _next_number(held, details)
    now = services.clock.now()
    row = Version(source=held, created_at=now, updated_at=now, **given._asdict(), **details)
    _date(row)
    with refusing(**_refusals(row)):
        row.save(force_insert=True)
    _require_printable(details)
    row.refresh_from_db(fields=["version"])
    after = {"version": row.version, "status": row.status, **details}
    record(AuditAction.CREATE_VERSION, _entity(row), actor=actor, reason=reason, after=after)
    publish(VersionCreated(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def update_version(
    *,
    actor: Actor,
    organization: str,
    source: str,
    version: str,
    reason: str | None = None,
    if_match: str | None = None,
    **changes: Unpack[VersionDetails],
) -> VersionRef:
    """Change the given fields of a draft, and keep their old values in the trail.

    Its number was given when it was registered, and stays.

    Raises as `find_version` does, or `NotDraft`, `PreconditionFailed`, `InvalidRequest` or
    `DuplicateExternalVersion`.
    """
    row = _locked_draft(organization, source, version)
    require_unchanged(VersionDetail, row, if_match)
    changed = difference(row, changes)
    if not changed:
        nothing_changed()
        return dto.of(VersionRef, row)
    fields = changed.apply(row)
    _date(row)
    row.updated_at = services.clock.now()
    with refusing(**_refusals(row)):
        row.save(update_fields=[*fields, "effective_date", "date_basis", "updated_at"])
    _require_printable(changes)
    record(
        AuditAction.UPDATE_VERSION, _entity(row), actor=actor, reason=reason,
        before=changed.before, after=changed.after,
    )  # fmt: skip
    publish(VersionUpdated(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def delete_version(
    *,
    actor: Actor,
    organization: str,
    source: str,
    version: str,
    reason: str | None = None,
    if_match: str | None = None,
) -> None:
    """Throw a draft away.

    Raises as `find_version` does, or `NotDraft` or `StillNeeded`.
    """
    row = _locked_draft(organization, source, version)
    require_unchanged(VersionDetail, row, if_match)
    entity, shown = _entity(row), _shown(row)
    with refusing(dependency_depends_on_exists=StillNeeded(version=row.version)):
        row.delete()
    record(AuditAction.DELETE_VERSION, entity, actor=actor, reason=reason, before=plain(shown))
    publish(VersionDeleted(resource=shown), actor=actor)


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def delete_drafts(
    *, actor: Actor, organization: str, source: str, reason: str | None = None
) -> None:
    """Throw away every draft of a source that is about to be deleted itself."""
    drafts = Version.objects.filter(
        status="draft", **addressed(organization, source, through="source__")
    )
    numbers = list(drafts.order_by("-id").values_list("version", flat=True))  # newer need older
    for number in numbers:
        delete_version(
            actor=actor, organization=organization, source=source, version=number, reason=reason
        )
    recorded_in_parts()


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def publish_version(
    *, actor: Actor, organization: str, source: str, version: str, reason: str | None = None
) -> VersionRef:
    """Make a draft public for ever: nobody can change it again.

    Raises as `find_version` does, or `AlreadyPublished` or `UnpublishedDependency`.
    """
    row = _locked(organization, source, version)
    if row.status != "draft":
        raise AlreadyPublished(version=row.version)
    if drafts := drafts_needed.ask(row.id):
        raise UnpublishedDependency.naming(row.version, drafts)
    row.status, row.published_at = "published", services.clock.now()
    row.license = row.source.license or row.source.organization.license
    _date(row, published_on=row.published_at.date())
    row.updated_at = row.published_at
    row.save()
    record(
        AuditAction.PUBLISH_VERSION, _entity(row), actor=actor, reason=reason,
        before={"status": "draft"},
        after={"status": row.status, "license": row.license, "effective_date": row.effective_date},
    )  # fmt: skip
    publish(VersionPublished(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def deprecate_version(
    *,
    actor: Actor,
    organization: str,
    source: str,
    version: str,
    reason: str | None = None,
    superseded_by: str | None = None,
) -> VersionRef:
    """Warn everybody off a published version. It still resolves.

    Raises as `find_version` does, or `VersionReasonRequired`, `NotPublished` or
    `InvalidRequest`.
    """
    row = _locked(organization, source, version)
    if row.status not in ("published", "deprecated"):
        raise NotPublished(version=row.version, status=_state(row), wanted="deprecated")
    successor = _successor(superseded_by, row) if superseded_by else None
    moved = _move(row, "deprecated", reason=reason, superseded_by=successor)
    if not moved:
        nothing_changed()
        return dto.of(VersionRef, row)
    record(
        AuditAction.DEPRECATE_VERSION, _entity(row), actor=actor, reason=reason,
        before=moved.before, after=moved.after,
    )  # fmt: skip
    publish(VersionDeprecated(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def yank_version(
    *, actor: Actor, organization: str, source: str, version: str, reason: str | None = None
) -> VersionRef:
    """Keep a version from being chosen. Exact pins still resolve.

    Raises as `find_version` does, or `VersionReasonRequired` or `NotPublished`.
    """
    row = _locked(organization, source, version)
    if row.status == "draft":
        raise NotPublished(version=row.version, status=_state(row), wanted="yanked")
    moved = _move(row, "yanked", reason=reason, superseded_by=row.superseded_by)
    if not moved:
        nothing_changed()
        return dto.of(VersionRef, row)
    record(
        AuditAction.YANK_VERSION, _entity(row), actor=actor, reason=reason,
        before=moved.before, after=moved.after,
    )  # fmt: skip
    publish(VersionYanked(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def unyank_version(
    *, actor: Actor, organization: str, source: str, version: str, reason: str | None = None
) -> VersionRef:
    """Let a yanked version be what it was before.

    Raises as `find_version` does, or `NotYanked`.
    """
    row = _locked(organization, source, version)
    if row.status != "yanked":
        raise NotYanked(version=row.version, status=_state(row))
    was = row.states.exclude(status="yanked").order_by("at", "id").last()
    moved = _move(
        row,
        was.status if was else "published",
        reason=was.reason if was else None,
        superseded_by=was.superseded_by if was else None,
    )
    record(
        AuditAction.UNYANK_VERSION, _entity(row), actor=actor, reason=reason,
        before=moved.before, after=moved.after,
    )  # fmt: skip
    publish(VersionUnyanked(resource=_shown(row)), actor=actor)
    return dto.of(VersionRef, row)


def _move(
    row: Version, status: str, *, reason: str | None, superseded_by: str | None
) -> Difference:
    """Move a published version to another state; PostgreSQL keeps the instant of it."""
    moved = difference(row, {"status": status, "reason": reason, "superseded_by": superseded_by})
    if not moved:
        return moved
    fields = moved.apply(row)
    row.updated_at = services.clock.now()
    with refusing(**_refusals(row)):
        row.save(update_fields=[*fields, "updated_at"])
    return moved


def _locked_source(organization: str, source: str) -> Source:
    """The source, locked against others who number its versions but not against its readers."""
    rows = Source.objects.select_related("organization").select_for_update(
        of=("self",), no_key=True
    )
    if (row := rows.filter(**addressed(organization, source)).first()) is None:
        raise missing(organization, source)
    return row


def _locked(organization: str, source: str, version: str) -> Version:
    _locked_source(organization, source)
    rows = Version.objects.select_related("source__organization").select_for_update(of=("self",))
    held = meant(rows, **addressing(organization, source, version)).first()
    return held or rows.get(pk=find_version(organization, source, version).id)


def _locked_draft(organization: str, source: str, version: str) -> Version:
    row = _locked(organization, source, version)
    if row.status != "draft":
        raise NotDraft(version=row.version, status=_state(row))
    return row


def _number(text: str) -> Number:
    if (number := Number.parse(text)) is None or max(number) > MOST_GIVEN:
        raise invalid_field(
            "version", "write it as MAJOR.MINOR.PATCH, such as 1.4.0, with up to nine digits each"
        )
    return number


def _require_printable(details: VersionDetails) -> None:
    """Beyond what PostgreSQL refuses: nothing invisible, nothing that turns the line around."""
    if not (details.get("external_version") or "").isprintable():
        raise invalid_field("external_version", "it holds characters that cannot be printed")


def _given(text: str, held: Source, details: VersionDetails) -> Number:
    """The number that was asked for, unless a publisher calls another version so."""
    number = _number(text)
    called_so = held.versions.filter(external_version=str(number))
    if str(number) != details.get("external_version") and called_so.first():
        raise DuplicateNumber(source=f"{held.organization.slug}/{held.slug}", version=number)
    return number


def _next_number(held: Source, details: VersionDetails) -> Number:
    day = details.get("release_date") or services.clock.now().date()
    columns = ("major", "minor", "patch", "external_version", "effective_date")
    taken = [
        Numbered(number=Number(*number), external_version=name, day=effective)
        for *number, name, effective in held.versions.values_list(*columns)
    ]
    scheme: Any = held.organization.version_scheme
    return next_number(scheme, details.get("external_version"), day, taken)


def _date(row: Version, *, published_on: date | None = None) -> None:
    """Set the day a version counts from, and which of its dates that is."""
    dates = {"released": row.release_date, "seen": row.seen_on, "published": published_on}
    known = [(day, basis) for basis, day in dates.items() if day is not None]
    row.effective_date, row.date_basis = known[0] if known else (None, None)


def _successor(spec: str, row: Version) -> str:
    address, _, version = spec.partition("@")
    organization, colon, source = address.partition(":")
    if not (colon and version):
        raise invalid_field("superseded_by", "write it as organization:source@version")
    try:
        found = find_version(organization, source, version)
    except NotFound as unknown:
        raise invalid_field("superseded_by", str(unknown)) from None
    if found.id == row.id:
        raise invalid_field("superseded_by", "a version cannot follow itself")
    return f"{found.organization}:{found.source}@{found.version}"


def _refusals(row: Version) -> dict[str, DomainError]:
    """Every constraint of the table, and what its refusal means."""
    source = f"{row.source.organization.slug}/{row.source.slug}"
    number = Number(row.major, row.minor, row.patch)
    name = row.external_version
    unprintable = invalid_field(
        "external_version", "1 to 64 printable characters, no blank at either end"
    )
    return {
        "version_number_unique": DuplicateNumber(source=source, version=number),
        "version_external_version_unique": DuplicateExternalVersion(
            source=source, external_version=name
        ),
        "version_external_version_length": unprintable,
        "version_external_version_printable": unprintable,
        "version_external_version_addressable": invalid_field(
            "external_version", "“latest” and blanks at either end cannot be addressed"
        ),
        "version_external_version_not_an_id": invalid_field(
            "external_version", "this looks like an id of the registry"
        ),
        "version_release_notes_length": invalid_field(
            "release_notes", "at most 100,000 characters"
        ),
        "version_reason_length": invalid_field("reason", "1 to 2,000 characters"),
        "version_reason_given": VersionReasonRequired(),
    }


def _state(row: Version) -> str:
    return "a draft" if row.status == "draft" else row.status


def _entity(row: Version) -> Entity:
    label = f"{row.source.organization.slug}/{row.source.slug}@{row.version}"
    return Entity(type="version", id=row.id, label=label)


def _shown(row: Version) -> VersionDetail:
    return dto.of(VersionDetail, row)
