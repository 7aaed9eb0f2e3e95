"""What the published schema shows of the trail."""

from datetime import UTC, datetime
from uuid import UUID

from apps.audit.dtos import AuditEntry, Checkpoint, Consistency, Erasure, Keys, Proof, TrailRow
from apps.audit.serializers import EraseOrigins
from apps.core.examples import show, show_address, show_body

HASHES = (
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
)
HEAD = Checkpoint(
    tree_size=3,
    root="aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    signed_at="2026-01-28T14:05:11.204518Z",
    key_id="d2c24f0e2bd20b0b",
    signature="6tjVPaZ9fOyKxGyVv3S1Y7Vd2ADu2kG0PzvJb0aqBqjF0s3ZBBzJvF2Y4cM9ggnXwq1hY0Yy6V5kL3n0y5E4BQ==",
)

ENTRY = AuditEntry(
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
show(ENTRY)
show(
    TrailRow(
        **{name: getattr(ENTRY, name) for name in ENTRY.__slots__},
        token_id=UUID("019be2c3-4c5d-7e6f-8a9b-0c1d2e3f4a5b"),
        ip_address="192.0.2.7",
        user_agent="python-httpx/0.28.1",
        leaf_index=2,
        tree_size=3,
    )
)

show(
    HEAD,
    Proof(
        leaf_index=0, tree_size=HEAD.tree_size,
        leaf_hash="6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        leaf=None, hashes=HASHES, root=HEAD.root, checkpoint=HEAD,
    ),
    Consistency(hashes=HASHES),
    Keys(
        keys=(
            {
                "key_id": HEAD.key_id, "algorithm": "Ed25519",
                "public_key": "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
                "from": "2026-01-01T09:00:00.518204Z", "until": None,
            },
        )
    ),
)  # fmt: skip
show_address("audit_id", "019be2d1-5c40-7a10-8f0e-6d5f5a2b7c01", "The id of a row of the trail.")
show(Erasure(erased=12))
show_body(
    EraseOrigins,
    user_id="019be2c0-11aa-7bbb-8ccc-0123456789ab",
    before="2026-01-01T00:00:00Z",
    reason="Ada has asked for it.",
)
