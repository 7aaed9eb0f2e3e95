"""The rule that nothing changes without a trace, and nobody changes what they may not."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

import structlog
from django.db import transaction

from apps.audit.actions import AuditAction
from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.policy import May, Scope, present, require
from apps.core import db
from apps.core.actor import Actor
from apps.core.adding import add_row
from apps.core.ids import uuid7
from apps.core.rendering import plain
from apps.core.services import PRIMARY, services

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger("bdp.audit")

_traces: ContextVar[int] = ContextVar("traces_left", default=0)
_at_work: ContextVar[Actor | None] = ContextVar("actor_at_work", default=None)


class UnauditedCommand(RuntimeError):
    """A command returned without recording what it did. A bug, never a refusal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What something was done to, as the trail names it."""

    type: str
    id: UUID
    label: str


REGISTRY = Entity(
    type="registry", id=UUID("00000000-0000-7000-8000-000000000001"), label="registry"
)


def _itself(organization: Any) -> str | None:
    told: str | None = organization
    return told


def command(
    *,
    may: May,
    on: str | None,
    scope: Scope,
    of: Callable[[Any], str | None] = _itself,
    first: Callable[..., None] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a function a command: one transaction, open to whom `may` says, rolled back untraced.

    `on` names the keyword that holds the organization, or is None for what no organization owns.
    Where it holds what only belongs to one, `of` tells the organization's slug, or None for what
    is the registry's own, which takes a curator. `first` is called with the keywords before the
    transaction begins, for whoever may: there it may ask other machines, and refuse. A request may
    have been long on its way: the transaction asks anew who the actor is by then.
    The wrapped function raises what `policy.require` raises, `CredentialsInvalid` for whoever was
    shut out meanwhile, and `UnauditedCommand` if it returns without `record` or `nothing_changed`.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            told: dict[str, Any] = kwargs

            def require_allowed() -> None:
                organization, source = of(told[on]) if on else None, told.get("source")
                require(may, told["actor"], scope=scope, organization=organization, source=source)

            if first is not None:
                require_allowed()
                first(**kwargs)
            with (
                transaction.atomic(using=PRIMARY),
                _own_traces() as traces,
                _still(told["actor"]) as told["actor"],
            ):
                require_allowed()
                result = function(*args, **kwargs)
                if traces() == 0:
                    raise UnauditedCommand(function.__qualname__)
            db.pin_to_primary()
            return result

        wrapper.is_command = True  # type: ignore[attr-defined]
        wrapper.may, wrapper.on, wrapper.scope = may, on, scope  # type: ignore[attr-defined]
        return wrapper

    return decorate


def record(
    action: AuditAction,
    entity: Entity,
    *,
    actor: Actor,
    reason: str | None = None,
    **metadata: Mapping[str, object],
) -> None:
    """Append to the trail: what was `before`, what is `after`, and why.

    Belongs to the transaction of the calling command.
    """
    row = AuditLog(
        action=action,
        user_id=actor.user_id,
        actor_label=actor.label,
        entity_type=entity.type,
        entity_id=entity.id,
        entity_label=entity.label,
        metadata=plain({**metadata, **({"reason": reason} if reason else {})}),
        request_id=actor.request_id,
        token_id=actor.grant.token_id if actor.grant else None,
        created_at=services.clock.now(),
    )
    add_row(row)
    _keep_origin(row.id, actor)
    _left_a_trace()
    _log(action, actor, entity=f"{entity.type} {entity.label}")


def record_many(action: AuditAction, select: str, parameters: list[Any], *, actor: Actor) -> int:
    """Append one row for each row of `select`, and return how many there were.

    `select` is SQL of our own with the columns entity_type, entity_id, entity_label, metadata.
    """
    statement = f"""
        INSERT INTO {AuditLog._meta.db_table}
               (id, action, user_id, actor_label, entity_type, entity_id, entity_label,
                metadata, request_id, token_id, created_at)
        SELECT (%s || lpad(to_hex(row_number() OVER ()), 8, '0'))::uuid,
               %s, %s, %s, touched.entity_type, touched.entity_id,
               touched.entity_label, touched.metadata, %s, %s, %s
          FROM ({select}) AS touched
    """  # noqa: S608  the select is ours, its values are parameters
    token_id = actor.grant.token_id if actor.grant else None
    told = [_first_digits(), action.value, actor.user_id, actor.label, actor.request_id, token_id]
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(statement, [*told, services.clock.now(), *parameters])
        count = int(cursor.rowcount)
    if count:
        _left_a_trace()
        _log(action, actor, entities=count)
    return count


def _first_digits() -> str:
    """Those of new UUIDv7s that are counted on from here: one draws lots for all rows at once.

    PostgreSQL would open the system's source of chance for each: twice the work of its row.
    """
    return uuid7().hex[:24]


def record_incident(action: AuditAction, entity: Entity, *, actor: Actor, **facts: object) -> None:
    """Append what no command did, such as the use of a revoked token, in its own transaction."""
    with transaction.atomic(using=PRIMARY):
        record(action, entity, actor=actor, incident=facts)


def nothing_changed() -> None:
    """Say that this command found everything as it was asked to be, and wrote nothing."""
    _left_a_trace()


@contextmanager
def _own_traces() -> Iterator[Callable[[], int]]:
    """Count what this command leaves; a command that it calls counts for itself alone."""
    token = _traces.set(0)
    try:
        yield _traces.get
    finally:
        _traces.reset(token)


@contextmanager
def _still(actor: Actor) -> Iterator[Actor]:
    """The actor as they are now; a command that another one calls for them need not ask again."""
    known = actor.user_id is None or _at_work.get() is actor
    now = actor if known else present.ask(actor)
    token = _at_work.set(now)
    try:
        yield now
    finally:
        _at_work.reset(token)


def _keep_origin(audit_id: UUID, actor: Actor) -> None:
    if actor.ip_address or actor.user_agent:
        origin = AuditOrigin(
            audit_id=audit_id,
            ip_address=actor.ip_address,
            user_agent=actor.user_agent,
            salt=secrets.token_bytes(16),
        )
        add_row(origin)


def _log(action: AuditAction, actor: Actor, **what: object) -> None:
    """One structured line, once it is sure that it happened."""
    told = {"action": action.value, "actor": actor.label, "request_id": str(actor.request_id)}
    transaction.on_commit(lambda: log.info("audit", **told, **what), using=PRIMARY)


def recorded_in_parts() -> None:
    """Say that the commands which this one called have left the traces there are to leave."""
    _left_a_trace()


def _left_a_trace() -> None:
    _traces.set(_traces.get() + 1)
