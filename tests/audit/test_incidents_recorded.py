"""What no command did is in the trail as well."""

from django.db import connection

from apps.audit.actions import AuditAction
from apps.audit.models import AuditLog
from apps.audit.recording import REGISTRY, record_incident
from apps.core.actor import Actor
from tests.conftest import leaves_trace


def test_an_incident_is_had_with_the_registry_itself(db: None, operator: Actor) -> None:
    with leaves_trace("refused_token") as row:
        record_incident(AuditAction.REFUSED_TOKEN, REGISTRY, actor=operator, why="revoked")
    assert row.metadata == {"incident": {"why": "revoked"}}
    assert (row.entity_type, str(row.entity_id)) == (
        "registry", "00000000-0000-7000-8000-000000000001",
    )  # fmt: skip


def test_an_incident_is_kept_at_once(committed: None, operator: Actor) -> None:
    record_incident(AuditAction.REFUSED_TOKEN, REGISTRY, actor=operator, why="revoked")
    connection.close()
    assert AuditLog.objects.get().action == "refused_token"
