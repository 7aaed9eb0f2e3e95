"""What the published schema shows of versions: human insulin in UniProt's first of 2026."""

from datetime import UTC, date, datetime
from uuid import UUID

from apps.core.examples import show, show_address, show_body
from apps.core.fields import Explained
from apps.versions.dtos import (
    OrganizationStatistics,
    RegistryStatistics,
    SourceCounts,
    VersionCounts,
    VersionDetail,
    VersionSummary,
)
from apps.versions.serializers import CreateVersion, Deprecate, UpdateVersion

ID = UUID("019be2d0-77f2-7c3e-9a51-3f0c9d1e2b34")
RELEASED, PUBLISHED = date(2026, 1, 28), datetime(2026, 1, 28, 14, 5, 9, tzinfo=UTC)

show(
    VersionSummary(
        id=ID, version="1.4.0", external_version="2026_01", release_date=RELEASED,
        effective_date=RELEASED, date_basis="released", status="published",
        published_at=PUBLISHED,
    ),
    VersionDetail(
        id=ID,
        organization="uniprot",
        source="P01308",
        version="1.4.0",
        external_version="2026_01",
        release_date=RELEASED,
        seen_on=date(2026, 1, 29),
        effective_date=RELEASED,
        date_basis="released",
        status="published",
        published_at=PUBLISHED,
        reason=None,
        superseded_by=None,
        release_notes="Cross-references to PDB were updated.",
        license="CC-BY-4.0",
        size_bytes=None,
        created_at=datetime(2026, 1, 28, 13, 50, tzinfo=UTC),
        updated_at=PUBLISHED,
    ),
    RegistryStatistics(
        organizations=412, sources=2853, versions=3120, published_versions=3102, files=0, bytes=0,
        downloads=0,
    ),
    OrganizationStatistics(
        sources=SourceCounts(total=6, by_type={"protein": 5, "database": 1}),
        versions=VersionCounts(total=9, by_status={"published": 8, "yanked": 1}),
        files=0, bytes=0, downloads=0, last_published_at=PUBLISHED,
    ),
)  # fmt: skip
show_body(
    CreateVersion, external_version="2026_01", release_date="2026-01-28",
    release_notes="Cross-references to PDB were updated.",
)  # fmt: skip
show_body(UpdateVersion, release_date="2026-01-28", reason="The publisher's page says so.")
show_body(
    Deprecate, reason="The sequence of the mature chain was wrong.",
    superseded_by="uniprot:P01308@2026_02",
)  # fmt: skip
show_body(Explained, reason="The file was truncated at the publisher.")
show_address("version", "2026_01", "Its number, its publisher's name for it, its id, or `latest`.")
