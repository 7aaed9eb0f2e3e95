"""Every question about projects. Raw SQL where pins are compared: set-wise, however many.

A project is seen as an organization's drafts are: by its members, and by who looks after all; a
person's by that person.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from typing import Any, Unpack
from uuid import UUID

import orjson
from django.db.models import Q, QuerySet

from apps.audit.dtos import AuditEntry
from apps.audit.policy import AUDITORS, CURATORS, NOBODY, sees_drafts, standing
from apps.audit.queries import list_history
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, read_cursor, reading
from apps.core.documents import Document
from apps.core.errors import CredentialsRequired
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import Asked, asking
from apps.core.rendering import dumps
from apps.core.written import Written
from apps.organizations.models import Membership
from apps.projects import comparing, manifests, members, pinning, statements
from apps.projects.comparing import Compared
from apps.projects.differing import counted
from apps.projects.dtos import (
    KeptLock,
    LockSummary,
    ManifestDetail,
    ProjectDetail,
    ProjectRef,
    ProjectSummary,
    ReconciledPin,
    ReconciliationDetail,
    ReconciliationSummary,
)
from apps.projects.errors import LockNotFound, ProjectNotFound, ReconciliationNotFound
from apps.projects.models import Pin, Project, ProjectLock, Reconciliation
from apps.projects.owners import addressed
from apps.projects.pinning import Found, Pinned

BY_OWNER = Keyset(name="projects", columns=("owner", "name", "id"))
NEWEST_FIRST = Keyset(name="reconciliations", columns=("created_at", "id"), descending=True)
LAST_FIRST = Keyset(name="locks", columns=("number",), descending=True)


@query
def get_project(owner: str, name: str, *, actor: Actor) -> ProjectDetail:
    """One project, for who may see it.

    Raises `CredentialsRequired`, `OrganizationNotFound` or `ProjectNotFound`.
    """
    return dto.one(ProjectDetail, _seen(owner, name, actor), _missing(owner, name))


@query
def find_project(owner: str, name: str, *, actor: Actor) -> ProjectRef:
    """The id behind an address, for who may see the project. Raises as `get_project` does."""
    return dto.one(ProjectRef, _seen(owner, name, actor), _missing(owner, name))


@query
def list_projects(
    *, actor: Actor, owner: str | None = None, watch: bool | None = None, **window: Unpack[Window]
) -> Page[ProjectSummary]:
    """The projects that one may see, by owner and name. Raises `CredentialsRequired`."""
    rows = _of_whom(actor).narrowed({"owner": owner, "watch": watch})
    return BY_OWNER.page(ProjectSummary, rows, **window)


@query
def list_project_history(
    owner: str, name: str, *, actor: Actor, **window: Unpack[Window]
) -> Page[AuditEntry]:
    """What was done to a project, newest first. Raises as `get_project` does."""
    return list_history(find_project(owner, name, actor=actor).id, **window)


@query
def get_manifest(owner: str, name: str, *, actor: Actor) -> ManifestDetail:
    """What a project says it uses. Raises as `get_project` does."""
    rows = _seen(owner, name, actor).values_list("manifest")
    found = next(rows, None)
    if found is None:
        raise _missing(owner, name)
    return manifests.detail(found[0])


@query
def find_manifest(owner: str, name: str, *, actor: Actor, style: str = "json") -> Document:
    """What a project says it uses, as JSON or as the YAML of a `bdp.yml`.

    Raises as `get_project` does.
    """
    return manifests.document(get_manifest(owner, name, actor=actor), style)


@query
def list_locks(
    owner: str, name: str, *, actor: Actor, **window: Unpack[Window]
) -> Page[LockSummary]:
    """The locks of a project, the last first. Raises as `get_project` does."""
    project = find_project(owner, name, actor=actor)
    return LAST_FIRST.page(LockSummary, asking(ProjectLock).filter(project_id=project.id), **window)


@query
def get_lock(owner: str, name: str, *, actor: Actor, number: int | None = None) -> KeptLock:
    """A lock of a project: of this number, else the last.

    Raises as `get_project` does, or `LockNotFound`.
    """
    project = find_project(owner, name, actor=actor)
    if (found := find_lock(project.id, number)) is None:
        raise LockNotFound(name=project.name)
    return found


@query
def find_lock(project_id: UUID, number: int | None = None) -> KeptLock | None:
    """A lock of a project, if it has it: of this number, else the last."""
    rows = asking(ProjectLock).filter(project_id=project_id).narrowed({"number": number})
    return next(dto.project(KeptLock, rows.then(_last_first)[:1]), None)


@query
def find_written_lock(
    owner: str,
    name: str,
    *,
    actor: Actor,
    number: int | None = None,
    envelope: bool = False,
) -> Written:
    """A lock of a project, byte for byte as it was made: of this `number`, else the last.

    In an `envelope` with who made it when, and what tells it from the one before.

    Raises as `get_project` does, or `LockNotFound`.
    """
    found = get_lock(owner, name, actor=actor, number=number)
    content = bytes(found.content)
    if not envelope:
        return Written(content=content)
    told = {
        "number": found.number, "locked_by": found.locked_by, "created_at": found.created_at,
        "difference": found.difference, "lock": orjson.Fragment(content),
    }  # fmt: skip
    return Written(content=dumps(told))


@query
def list_reconciliations(
    owner: str, name: str, *, actor: Actor, in_sync: bool | None = None, **window: Unpack[Window]
) -> Page[ReconciliationSummary]:
    """What the locks of a project were beside the registry, newest first.

    Raises as `get_project` does.
    """
    project = find_project(owner, name, actor=actor)
    rows = asking(Reconciliation).filter(project_id=project.id).narrowed({"in_sync": in_sync})
    return NEWEST_FIRST.page(ReconciliationSummary, rows, **window)


@query
def get_reconciliation(
    owner: str, name: str, reconciliation_id: UUID | None, *, actor: Actor
) -> ReconciliationDetail:
    """What a lock was beside the registry once, pin by pin.

    Raises as `get_project` does, or `ReconciliationNotFound`.
    """
    project = find_project(owner, name, actor=actor)
    rows = asking(Reconciliation).filter(project_id=project.id, id=reconciliation_id)
    missing = ReconciliationNotFound(name=project.name)
    return comparing.whole(dto.one(ReconciliationDetail, rows, missing))


@query
def find_reconciliation(
    owner: str, name: str, reconciliation_id: UUID | None, *, actor: Actor
) -> Written:
    """What a lock was beside the registry once, pin by pin; nothing is said of what is not so.

    Raises as `get_project` does, or `ReconciliationNotFound`.
    """
    found = get_reconciliation(owner, name, reconciliation_id, actor=actor)
    return Written(content=dumps({**asdict(found), "pins": comparing.plain(found.pins)}))


@query
def find_last_result(project_id: UUID) -> tuple[UUID, list[dict[str, Any]]] | None:
    """Which lock was last compared, and what was said of its pins; None if none ever was."""
    rows = reading(Reconciliation).filter(project_id=project_id).order_by("-created_at", "-id")
    return rows.values_list("lock_id", "pins").first()


@query
def list_found(lock: pinning.Lock) -> tuple[Pinned, ...]:
    """The versions that a lock pins, each with the newest of its source: one statement."""
    entries = pinning.entries(lock)
    found = {n: Found(*row) for n, *row in _rows(statements.PINNED, pinning.asked(entries))}
    return tuple(pinning.pinned(entry, found[n], lock) for n, entry in enumerate(entries))


@query
def list_pins(project_id: UUID) -> tuple[Pinned, ...]:
    """What a project pins now."""
    return dto.many(Pinned, reading(Pin).filter(project_id=project_id))


@query
def list_compared(
    project_id: UUID, since: datetime, manifest: ManifestDetail
) -> tuple[ReconciledPin, ...]:
    """Each pin of a project beside the registry of today, and what its manifest has beyond.

    `since` is when the lock was made. At most three statements, however many pins there are.
    """
    compared = _rows(statements.COMPARED, project=project_id, since=since)
    rows = [Compared(*row) for row in compared]
    spans = {n: span for n, row in enumerate(rows) if (span := row.span)}
    changes = counted(spans, partial(_rows, statements.COUNTED))
    touched = members.touched(spans, partial(_rows, statements.TOUCHED, project=project_id))
    told = [
        comparing.told(
            row, changes.get(n) or comparing.of_a_protein(row), *touched.get(n, members.NONE)
        )
        for n, row in enumerate(rows)
    ]
    return (*told, *comparing.beyond(told, manifest))


def _seen(owner: str, name: str, actor: Actor) -> Asked[Project]:
    """The project at an address, if the actor may see what its owner has."""
    if actor.is_anonymous:
        raise CredentialsRequired
    if not actor.is_system and not sees_drafts(actor, standing(owner, actor)):
        raise _missing(owner, name)
    return asking(Project).filter(**addressed(owner, name))


def _of_whom(actor: Actor) -> Asked[Project]:
    """Every project that the actor may see."""
    if actor.is_anonymous:
        raise CredentialsRequired
    rows = asking(Project)
    if actor.grant is not None:
        bound = NOBODY if actor.grant.source_id else actor.grant.organization_id
        rows = rows.narrowed({"organization_id": bound})
    if actor.is_system or actor.is_superuser or actor.groups & {CURATORS, AUDITORS}:
        return rows
    return rows.then(_own, user_id=actor.user_id)


def _own(rows: "QuerySet[Project]", *, user_id: Any) -> "QuerySet[Project]":
    mine = reading(Membership).filter(user_id=user_id).values("organization_id")
    return rows.filter(Q(user_id=user_id) | Q(organization_id__in=mine))


def _missing(owner: str, name: str) -> ProjectNotFound:
    return ProjectNotFound(owner=owner, name=name)


def _last_first(rows: "QuerySet[ProjectLock]") -> "QuerySet[ProjectLock]":
    return rows.order_by("-number")


def _rows(statement: str, asked: Sequence[Any] = (), **values: Any) -> list[Any]:
    with read_cursor() as rows:
        rows.execute(statement, {"asked": orjson.dumps(asked).decode(), **values})
        found: list[Any] = rows.fetchall()
        return found
