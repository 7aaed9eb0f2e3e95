"""What operators may change about the log of the trail."""

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import REGISTRY, command, record
from apps.audit.sealing import LOCK
from apps.audit.signing import current_key
from apps.core.actor import Actor
from apps.core.services import PRIMARY, services


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def rotate_audit_key(*, actor: Actor) -> str:
    """Sign heads by a new key from now on, which vouches for the present one; returns its id.

    The private half of the present one is gone. Raises `KeyGiven` where the environment gives it.
    """
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        before, _ = current_key(cursor, services.clock.now())
        services.trail_key.replace()
        after, _ = current_key(cursor, services.clock.now())
    record(
        AuditAction.ROTATE_AUDIT_KEY, REGISTRY, actor=actor,
        before={"key_id": before}, after={"key_id": after},
    )  # fmt: skip
    return after
