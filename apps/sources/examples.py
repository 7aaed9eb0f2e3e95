"""What the published schema shows of sources: human insulin, as UniProt has it."""

from datetime import UTC, datetime
from uuid import UUID

from apps.core.examples import show, show_address, show_body
from apps.sources.dtos import Hit, SourceDetail, SourceSummary, Suggestions
from apps.sources.serializers import CreateSource, UpdateSource

ID = UUID("019be2c8-3b17-7d88-8a4c-6b5d4e3f2a1b")
PAGE = "https://www.uniprot.org/uniprotkb/P01308"
LATELY = datetime(2026, 1, 28, 10, tzinfo=UTC)

FOUND = Hit(
    kind="source", organization="uniprot", slug="P01308", name="Insulin (Homo sapiens)",
    matched="slug", score=1.0,
)  # fmt: skip

show(
    FOUND,
    Suggestions(results=(FOUND,)),
    SourceSummary(
        id=ID, organization="uniprot", slug="P01308", name="Insulin (Homo sapiens)",
        entry_type="data_source", source_type="protein", license="CC-BY-4.0", archived_at=None,
        updated_at=LATELY,
    ),
    SourceDetail(
        id=ID,
        organization="uniprot",
        slug="P01308",
        entry_type="data_source",
        source_type="protein",
        name="Insulin (Homo sapiens)",
        description="Decreases blood glucose concentration.",
        external_id="P01308",
        license="CC-BY-4.0",
        license_note=None,
        tags=["hormone"],
        aliases=["INS_HUMAN"],
        homepage=PAGE,
        repository_url=None,
        archived_at=None,
        superseded_by=None,
        created_at=datetime(2026, 1, 5, 9, tzinfo=UTC),
        updated_at=LATELY,
    ),
)  # fmt: skip
show_body(
    CreateSource, organization="uniprot", slug="P01308", name="Insulin (Homo sapiens)",
    source_type="protein", aliases=["INS_HUMAN"], tags=["hormone"], homepage=PAGE,
)  # fmt: skip
show_body(UpdateSource, license="CC-BY-4.0", reason="UniProt's licence page says so.")
show_address("source", "P01308", "The source's slug, in any case, or its id.")
