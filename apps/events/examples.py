"""What the published schema shows of events: a release of Swiss-Prot that came in."""

from datetime import UTC, datetime
from uuid import UUID

from apps.core.examples import show
from apps.events.cursors import cursor_at
from apps.events.dtos import CloudEvent, Feed

HERE = "https://bdp.example/api/v1"
EVENT = CloudEvent(
    specversion="1.0", id=UUID("019be2d1-7c11-7f0a-9d52-0b1c2d3e4f50"), source=HERE,
    type="org.bdp.release.ingested", subject="sources/uniprot/swissprot/versions/1.4.0",
    time=datetime(2026, 1, 28, 14, 3, 22, tzinfo=UTC), datacontenttype="application/json",
    dataschema=f"{HERE}/schema#org.bdp.release.ingested.1",
    data={
        "id": "019be2cf-0a4e-7b6d-8c1f-2e3d4c5b6a79",
        "actor": {"id": None, "label": "ingest"},
        "resource": {"release": "2026_01", "added": 1210, "changed": 40_112, "removed": 31},
        "changes": "/api/v1/sources/uniprot/swissprot/versions/1.4.0/changes",
    },
)  # fmt: skip

show(EVENT, Feed(results=(EVENT,), next=cursor_at(90_411)))
