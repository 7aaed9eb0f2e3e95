"""What may become of the trail beside growing: another key signs it, an address is erased."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from apps.audit.actions import AuditAction
from apps.audit.dtos import Erasure
from apps.audit.policy import May, Scope, require
from apps.audit.recording import REGISTRY, command, nothing_changed, record
from apps.audit.sealing import LOCK
from apps.audit.signing import current_key, keep_head, key_message, last_head
from apps.core.actor import Actor
from apps.core.errors import FieldError, InvalidRequest, ReasonRequired
from apps.core.kept import Signed
from apps.core.providers import Provider
from apps.core.services import PRIMARY, services

NAMES = """
SELECT DISTINCT entity_label FROM audit_auditlog WHERE entity_type = 'user' AND entity_id = %s
"""
# As the function chooses: of a person also who failed to sign in by a name of theirs.
COUNT = """
SELECT count(*) FROM audit_auditorigin AS origin JOIN audit_auditlog AS entry
    ON entry.id = origin.audit_id
 WHERE (%(user)s::uuid IS NULL OR entry.user_id = %(user)s
        OR entry.action IN ('failed_login', 'lockout')
           AND entry.metadata #>> '{incident,username}' = ANY(%(names)s))
   AND (%(request)s::uuid IS NULL OR entry.request_id = %(request)s)
   AND (%(before)s::timestamptz IS NULL OR entry.created_at < %(before)s)
   AND (origin.ip_address IS NOT NULL OR origin.user_agent IS NOT NULL OR origin.salt IS NOT NULL)
"""
WHOSE = "Say whose: give user_id, request_id or before."
ERASE = "SELECT audit_erase_origins(%(user)s, %(request)s, %(before)s)"

forget_attempts: Provider[Callable[[Collection[str]], None]] = Provider(
    "how to forget who tried to sign in by a name"
)


@command(may=May.AUDITOR, on=None, scope=Scope.ADMIN)
def erase_origins(
    *,
    actor: Actor,
    user_id: UUID | None = None,
    request_id: UUID | None = None,
    before: datetime | None = None,
    reason: str | None = None,
) -> Erasure:
    """Erase addresses and user agents of all rows that fit what is said; their proofs still hold.

    Of a person also those of who failed to sign in by their name.
    What was erased nobody can tell any more, only for how many rows it was: PostgreSQL erases as
    many as the trail was told of in this transaction. Auditors say whose; only operators erase
    all there is before an instant. Raises `ReasonRequired`, `InvalidRequest` where nothing is said
    of which rows, or `Collided` where others came meanwhile.
    """
    if not reason:
        raise ReasonRequired
    if user_id is None and request_id is None and before is None:
        error = FieldError(field="user_id", code="required", detail=WHOSE)
        raise InvalidRequest(detail=WHOSE, errors=(error,))
    if user_id is None and request_id is None:
        require(May.SYSTEM, actor, scope=Scope.ADMIN)
    names = _names_of(user_id) if user_id else []
    if names:
        forget_attempts.ask(names)
    asked = {"user": user_id, "request": request_id, "before": before, "names": names}
    if not (rows := _number(COUNT, asked)):
        nothing_changed()
        return Erasure(erased=0)
    chosen = {"user_id": user_id, "request_id": request_id, "before": before}
    said = {name: value for name, value in chosen.items() if value is not None}
    record(
        AuditAction.ERASE_ORIGINS, REGISTRY, actor=actor, reason=reason,
        after={"erased": rows, "of": said},
    )  # fmt: skip
    return Erasure(erased=_number(ERASE, asked))


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def rotate_audit_key(*, actor: Actor) -> str:
    """Sign heads by a new key from now on, which the present one endorses; returns its id.

    The private half of the present one is gone. Raises `KeyGiven` where the environment gives it.
    """
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        before, _ = current_key(cursor, services.clock.now())
        services.trail_key.replace(key_message)
        after, _ = current_key(cursor, services.clock.now())
    record(
        AuditAction.ROTATE_AUDIT_KEY, REGISTRY, actor=actor,
        before={"key_id": before}, after={"key_id": after},
    )  # fmt: skip
    return after


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def accept_log(*, actor: Actor, reason: str | None = None) -> None:
    """Sign what goes on from the newest head in the database, whatever was signed since.

    So it is where a backup was restored. Raises `ReasonRequired`.
    """
    if not reason:
        raise ReasonRequired
    kept = services.kept_head.read()
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        newest = last_head(cursor).signed()
    if kept == newest:
        nothing_changed()
        return
    record(
        AuditAction.ACCEPT_LOG, REGISTRY, actor=actor, reason=reason,
        before=_told(kept), after=_told(newest),
    )  # fmt: skip
    keep_head(newest)


def _told(signed: Signed | None) -> dict[str, object]:
    return {"tree_size": signed.size, "root": signed.root} if signed else {}


@command(may=May.SELF, on=None, scope=Scope.READ)
def export_trail(*, actor: Actor, form: str, only: Mapping[str, object], rows: int) -> None:
    """Note that somebody takes a part of the trail along: which, how much, and in which form.

    What they may read of it, their door knows.
    """
    asked = {name: value for name, value in only.items() if value not in (None, "")}
    told = {"rows": rows, "format": form, "only": asked}
    record(AuditAction.EXPORT_TRAIL, REGISTRY, actor=actor, after=told)


def _number(statement: str, asked: Mapping[str, Any]) -> int:
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(statement, asked)
        return int(cursor.fetchone()[0])


def _names_of(user_id: UUID) -> list[str]:
    """What a person was called, as the trail has it."""
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(NAMES, [user_id])
        return [name for (name,) in cursor.fetchall()]
