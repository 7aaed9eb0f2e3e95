"""Whether the registry lives, and whether it can serve."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from apps.core.errors import Unavailable
from apps.core.http import answer, refusal
from apps.core.rendering import dumps
from apps.core.services import PRIMARY
from bdp.grants import owner_role, program_role


class NotMigrated(Unavailable):
    code = "service.unavailable"
    message = "The database is not migrated: {count} steps wait. Run manage.py migrate."


def live(_request: HttpRequest) -> HttpResponse:
    """200 while the process answers at all."""
    return HttpResponse(dumps({"status": "live"}), "application/json")


def ready(request: HttpRequest) -> HttpResponse:
    """200 where database and migrations stand; 503 says what is missing."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connections[PRIMARY])
    if waiting := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return answer(request, *refusal(NotMigrated(count=len(waiting))))
    parts = {"database": "ok", "migrations": "ok", "trail": _guard()}
    return HttpResponse(dumps({"status": "ready", **parts}), "application/json")


def _guard() -> str:
    """How the trail is guarded: one role for all leaves only the triggers."""
    return "grants and triggers" if program_role() != owner_role() else "triggers alone"
