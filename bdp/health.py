"""Whether the registry lives, and whether it can serve."""

from django.http import HttpRequest, HttpResponse

from apps.core.errors import NotMigrated, StoreAway
from apps.core.http import answer, refusal
from apps.core.rendering import dumps
from apps.core.services import PRIMARY, services
from bdp.grants import may_rewrite_the_trail
from bdp.migrated import is_migrated

WORKING = """
SELECT EXISTS (SELECT FROM procrastinate_workers WHERE last_heartbeat > now() - interval '1 minute')
"""
BEHIND = """
SELECT EXISTS (SELECT FROM audit_unsealed WHERE noted_at < now() - interval '1 minute')
"""


def live(_request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return HttpResponse(dumps({"status": "live"}), "application/json")


def ready(request: HttpRequest) -> HttpResponse:
    """200 where database, migrations and store stand; 503 says what is missing."""
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT 1")
    if not is_migrated():
        return answer(request, *refusal(NotMigrated()))
    try:
        parts = services.health()
    except StoreAway as away:
        return answer(request, *refusal(away))
    parts |= {"database": "ok", "migrations": "ok", "trail": _guard()}
    parts["worker"] = "ok" if _is_so(WORKING) else "none heard of"
    parts["sealing"] = "behind" if _is_so(BEHIND) else "ok"
    return HttpResponse(dumps({"status": "ready", **parts}), "application/json")


def _is_so(question: str) -> bool:
    """What is told without being needed: whether a worker gave a sign of life, or seals too late.

    Both within a minute; without one we still serve.
    """
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(question)
        return bool(cursor.fetchone()[0])


def _guard() -> str:
    """How the trail is guarded: a program that owns it, or may change it, leaves the triggers."""
    return "triggers alone" if may_rewrite_the_trail() else "grants and triggers"
