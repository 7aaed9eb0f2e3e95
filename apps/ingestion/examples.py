"""What the published schema shows of jobs: a release of Swiss-Prot on its way in."""

from datetime import UTC, datetime
from uuid import UUID

from apps.core.examples import show, show_address
from apps.ingestion.dtos import JobDetail

ID = UUID("019be2cf-0a4e-7b6d-8c1f-2e3d4c5b6a79")

show(
    JobDetail(
        id=ID, kind="ingest", subject_label="uniprot/swissprot 2026_01", status="running",
        records=301_744, bytes_read=1_980_211_004, bytes_total=3_871_204_512,
        started_at=datetime(2026, 1, 28, 14, 1, 7, tzinfo=UTC),
        heard_from_at=datetime(2026, 1, 28, 14, 1, 31, tzinfo=UTC),
        finished_at=None, error=None, outcome=None,
    ),
)  # fmt: skip
show_address("job_id", ID, "The id that the list of jobs shows.")
