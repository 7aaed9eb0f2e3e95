"""What the published schema shows of the trail."""

from datetime import UTC, datetime
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.core.examples import show

show(
    AuditEntry(
        id=UUID("019be2d1-5c40-7a10-8f0e-6d5f5a2b7c01"),
        action="publish_version",
        user_id=UUID("019be2c0-11aa-7bbb-8ccc-0123456789ab"),
        actor_label="ada",
        entity_type="version",
        entity_id=UUID("019be2d0-77f2-7c3e-9a51-3f0c9d1e2b34"),
        entity_label="uniprot/P01308@1.4.0",
        metadata={
            "before": {"status": "draft"},
            "after": {"status": "published", "license": "CC-BY-4.0"},
            "reason": "UniProt has released 2026_01.",
        },
        request_id=UUID("019be2d1-5c3f-7d22-b3a4-5e6f7a8b9c0d"),
        created_at=datetime(2026, 1, 28, 14, 5, 9, tzinfo=UTC),
    )
)
