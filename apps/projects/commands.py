"""Every way a project can change: one function, one transaction, one trace."""

from collections.abc import Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Unpack
from uuid import UUID

import orjson

from apps.accounts.queries import get_user
from apps.audit.actions import AuditAction
from apps.audit.policy import PERSON, May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core import dto
from apps.core.actor import Actor
from apps.core.adding import add_row
from apps.core.changes import difference
from apps.core.db import refusing
from apps.core.errors import DomainError, invalid_field
from apps.core.preconditions import require_unchanged
from apps.core.rendering import dumps, plain
from apps.core.services import PRIMARY, services
from apps.events.publishing import publish
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.queries import find_organization
from apps.projects import announcing, comparing, manifests, pinning
from apps.projects.dtos import (
    Announced,
    KeptLock,
    LockSummary,
    ProjectChanges,
    ProjectDetail,
    ProjectDetails,
    ProjectRef,
)
from apps.projects.errors import (
    DuplicateName,
    EmptyManifest,
    InvalidName,
    NotLocked,
    ProjectNotFound,
)
from apps.projects.events import (
    ProjectCreated,
    ProjectDeleted,
    ProjectLocked,
    ProjectReconciled,
    ProjectUpdated,
)
from apps.projects.models import Project, ProjectLock, Reconciliation
from apps.projects.owners import addressed, is_person
from apps.projects.pinning import Pinned
from apps.projects.queries import (
    find_last_result,
    find_lock,
    list_compared,
    list_found,
    list_pins,
)
from apps.resolving.queries import get_resolution

KEEP_BYTES = """
    INSERT INTO projects_content (sha256, content) VALUES (%s, %s) ON CONFLICT DO NOTHING
"""
END = """
    WITH reconciled AS (DELETE FROM projects_reconciliation WHERE project_id = %(id)s),
         locked AS (DELETE FROM projects_projectlock WHERE project_id = %(id)s),
         pinned AS (DELETE FROM projects_pin WHERE project_id = %(id)s),
         touched AS (DELETE FROM projects_touched WHERE project_id = %(id)s)
    DELETE FROM projects_project WHERE id = %(id)s
"""
MOST_TOLD = 1000  # pins that an event lists, and as many members of releases
TAKE_OUT = "DELETE FROM projects_pin WHERE project_id = %s"
PIN_DOWN = """
    INSERT INTO projects_pin (project_id, section, spec, resolved, status, license, source_id,
                              version_id, newest_id)
    SELECT %s, pin.*
      FROM jsonb_to_recordset(%s::jsonb)
           AS pin (section text, spec text, resolved text, status text, license text,
                   source_id uuid, version_id uuid, newest_id uuid)
"""


@command(may=May.KEEPER, on="owner", scope=Scope.WRITE)
def create_project(
    *,
    actor: Actor,
    owner: str,
    name: str,
    reason: str | None = None,
    **details: Unpack[ProjectDetails],
) -> ProjectRef:
    """Begin a project under a name that is free among its owner's.

    It belongs to the organization that is named, or else to whoever begins it.

    Raises `OrganizationNotFound`, `UserNotFound`, `InvalidName`, `InvalidRequest` or
    `DuplicateName`.
    """
    now = services.clock.now()
    row = Project(**_home(owner), name=name, created_at=now, updated_at=now, **details)
    with refusing(**_refusals(row.owner, name)):
        add_row(row)
    after = {"owner": row.owner, "name": name, **details}
    record(AuditAction.CREATE_PROJECT, _entity(row), actor=actor, reason=reason, after=after)
    publish(ProjectCreated(resource=_shown(row)), actor=actor)
    return dto.of(ProjectRef, row)


@command(may=May.KEEPER, on="owner", scope=Scope.WRITE)
def update_project(
    *,
    actor: Actor,
    owner: str,
    name: str,
    reason: str | None = None,
    if_match: str | None = None,
    **changes: Unpack[ProjectChanges],
) -> ProjectRef:
    """Change what a project is about, whether it is watched, or its manifest.

    A manifest may name what is not there yet; what was locked stays locked.

    Raises `OrganizationNotFound`, `ProjectNotFound`, `InvalidRequest`, `TooManySpecs` or
    `Unresolvable`, with every text that is no spec.
    """
    row = _locked(owner, name)
    require_unchanged(ProjectDetail, row, if_match)
    if "manifest" in changes:
        changes["manifest"] = manifests.read(**changes["manifest"])
    changed = difference(row, changes)
    if not changed:
        nothing_changed()
        return dto.of(ProjectRef, row)
    fields = changed.apply(row)
    row.updated_at = services.clock.now()
    with refusing(**_refusals(row.owner, row.name)):
        row.save(update_fields=[*fields, "updated_at"])
    record(
        AuditAction.UPDATE_PROJECT, _entity(row), actor=actor, reason=reason,
        before=changed.before, after=changed.after,
    )  # fmt: skip
    publish(ProjectUpdated(resource=_shown(row)), actor=actor)
    return dto.of(ProjectRef, row)


@command(may=May.KEEPER, on="owner", scope=Scope.WRITE)
def delete_project(
    *,
    actor: Actor,
    owner: str,
    name: str,
    reason: str | None = None,
    if_match: str | None = None,
) -> None:
    """End a project, with its locks and reconciliations.

    Raises `OrganizationNotFound` or `ProjectNotFound`.
    """
    row = _locked(owner, name)
    require_unchanged(ProjectDetail, row, if_match)
    entity, shown, before = _entity(row), _shown(row), {"manifest": row.manifest}
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(END, {"id": row.id})
    record(
        AuditAction.DELETE_PROJECT, entity, actor=actor, reason=reason,
        before={**plain(shown), **before},
    )  # fmt: skip
    publish(ProjectDeleted(resource=shown), actor=actor)


@command(may=May.KEEPER, on="owner", scope=Scope.WRITE)
def lock_project(
    *,
    actor: Actor,
    owner: str,
    name: str,
    as_of: date | None = None,
    known_at: datetime | None = None,
    reason: str | None = None,
) -> LockSummary:
    """Resolve the manifest of a project and keep the lock, beside those that it had before.

    From now on it is compared with what the registry holds now. A lock that would be the last one
    again, at a time when nothing else came, is not kept twice. `as_of` and `known_at` are those of
    a resolution.

    Raises `OrganizationNotFound`, `ProjectNotFound`, `EmptyManifest`, `TooManySpecs`,
    `InvalidRequest` or `Unresolvable`.
    """
    row = _locked(owner, name)
    manifest = manifests.detail(row.manifest)
    if not (manifest.sources or manifest.tools):
        raise EmptyManifest(name=row.name)
    content = get_resolution(
        sources=manifest.sources, tools=manifest.tools, as_of=as_of, known_at=known_at
    ).lock
    lock, last = orjson.loads(content), find_lock(row.id)
    pins = list_found(lock)
    if last and bytes(last.content) == content and set(pins) == set(list_pins(row.id)):
        nothing_changed()
        return dto.of(LockSummary, ProjectLock.objects.get(pk=last.id))
    made = _keep(row, content, lock, last, actor)
    _replace_pins(row.id, pins)
    row.locked_at = row.updated_at = made.created_at
    row.save(update_fields=["locked_at", "updated_at"])
    summary = dto.of(LockSummary, made)
    record(
        AuditAction.LOCK_PROJECT, _entity(row), actor=actor, reason=reason,
        before={"checksum": orjson.loads(last.content)["checksum"] if last else None},
        after={"number": made.number, "checksum": made.checksum, "pins": made.pins},
    )  # fmt: skip
    publish(ProjectLocked(resource=_shown(row), lock=summary), actor=actor)
    return summary


@command(may=May.KEEPER, on="owner", scope=Scope.WRITE)
def reconcile_project(
    *, actor: Actor, owner: str, name: str, news_only: bool = False, reason: str | None = None
) -> UUID | None:
    """Compare the last lock of a project with the registry now, pin by pin, and keep what it says.

    A pin is `unchanged`, or `newer` where a version came since the lock was made, `deprecated` or
    `yanked` where that was done since, and `missing` where the registry has it no more, or where
    the manifest names what the lock does not pin. `news_only` keeps nothing that says what the
    last one said; then there is no id.

    Raises `OrganizationNotFound`, `ProjectNotFound` or `NotLocked`.
    """
    row = _locked(owner, name)
    if (lock := find_lock(row.id)) is None:
        raise NotLocked(name=row.name)
    found = list_compared(row.id, lock.created_at, manifests.detail(row.manifest))
    counts, pins = comparing.counts(found), comparing.plain(found)
    if news_only and _says_nothing_new(row.id, lock.id, pins):
        nothing_changed()
        return None
    made = Reconciliation(
        project=row, lock_id=lock.id, in_sync=len(found) == counts.unchanged,
        counts=plain(counts), pins=pins, reconciled_by=actor.label,
        created_at=services.clock.now(),
    )  # fmt: skip
    add_row(made)
    after = {"id": made.id, "in_sync": made.in_sync, "lock": lock.number, **plain(counts)}
    record(AuditAction.RECONCILE_PROJECT, _entity(row), actor=actor, reason=reason, after=after)
    told = announcing.told([pin for pin in found if pin.status != "unchanged"], MOST_TOLD)
    announced = Announced(
        id=made.id, owner=row.owner, owner_id=row.owner_id, name=row.name, in_sync=made.in_sync,
        lock=lock.number, counts=counts, created_at=made.created_at, pins=told,
        pins_left_out=len(found) - counts.unchanged - len(told),
    )  # fmt: skip
    publish(ProjectReconciled(resource=announced), actor=actor)
    return made.id


def _home(owner: str) -> dict[str, Any]:
    """The columns that say whose a project is."""
    if is_person(owner):
        person = get_user(owner.removeprefix(PERSON)).id
        return {"user_id": person, "owner_id": person, "owner": owner}
    found = find_organization(owner)
    return {"organization_id": found.id, "owner_id": found.id, "owner": found.slug}


def _locked(owner: str, name: str) -> Project:
    rows = Project.objects.select_for_update(of=("self",), no_key=True)
    if (row := rows.filter(**addressed(owner, name)).first()) is None:
        raise ProjectNotFound(owner=owner, name=name)
    return row


def _keep(
    row: Project, content: bytes, lock: pinning.Lock, last: KeptLock | None, actor: Actor
) -> ProjectLock:
    """The lock as the next of its project; its bytes stand there once."""
    digest = sha256(content).digest()
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(KEEP_BYTES, [digest, content])
    changes = pinning.difference(orjson.loads(last.content) if last else None, lock)
    made = ProjectLock(
        project=row, number=last.number + 1 if last else 1, content_id=digest,
        checksum=lock["checksum"], pins=len(pinning.entries(lock)), difference=plain(changes),
        locked_by=actor.label, created_at=services.clock.now(), **pinning.counted(changes),
    )  # fmt: skip
    add_row(made)
    return made


def _replace_pins(project_id: UUID, pins: Sequence[Pinned]) -> None:
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(TAKE_OUT, [project_id])
        cursor.execute(PIN_DOWN, [project_id, dumps(pinning.written(pins)).decode()])


def _says_nothing_new(project_id: UUID, lock_id: UUID, pins: list[dict[str, Any]]) -> bool:
    """Whether the last comparison of this lock said the same; none says that it is in sync."""
    last = find_last_result(project_id)
    if last is None or last[0] != lock_id:
        return all(pin["status"] == "unchanged" for pin in pins)
    return last[1] == pins


def _refusals(owner: str, name: str) -> dict[str, DomainError]:
    """Every constraint of the table, and what its refusal means."""
    invalid_name = InvalidName(name=name[:100])
    return {
        "project_organization_exists": OrganizationNotFound(organization=owner),
        "project_name_unique": DuplicateName(owner=owner, name=name),
        "project_name_format": invalid_name,
        "project_name_length": invalid_name,
        "project_name_not_an_id": invalid_name,
        "project_description_length": invalid_field("description", "at most 10,000 characters"),
    }


def _entity(row: Project) -> Entity:
    return Entity(type="project", id=row.id, label=f"{row.owner}/{row.name}")


def _shown(row: Project) -> ProjectDetail:
    return dto.of(ProjectDetail, row)
