"""What the published schema shows of organizations: UniProt, as it describes itself."""

from datetime import UTC, datetime
from uuid import UUID

from apps.core.examples import show, show_address, show_body
from apps.core.fields import Reasoned
from apps.organizations.dtos import Member, OrganizationDetail, OrganizationSummary
from apps.organizations.serializers import CreateOrganization, SetMember, UpdateOrganization

ID = UUID("019be2b0-52d6-7f00-9c1d-8e2f3a4b5c6d")
WEBSITE, LICENSE = "https://www.uniprot.org", "CC-BY-4.0"
CITATION = "The UniProt Consortium. UniProt: the Universal Protein Knowledgebase in 2025."
LATELY = datetime(2026, 1, 28, 9, tzinfo=UTC)

show(
    OrganizationSummary(
        id=ID, slug="uniprot", name="UniProt", website=WEBSITE, license=LICENSE, is_system=False,
        updated_at=LATELY,
    ),
    OrganizationDetail(
        id=ID,
        slug="uniprot",
        name="UniProt",
        description="Protein sequences and what is known of their function.",
        website=WEBSITE,
        logo_url=None,
        contact_email="help@uniprot.org",
        documentation_url="https://www.uniprot.org/help",
        data_source_url="https://ftp.uniprot.org/pub/databases/uniprot/",
        license=LICENSE,
        citation=CITATION,
        version_scheme="sequential",
        versioning_strategy=None,
        is_system=False,
        created_at=datetime(2026, 1, 5, 8, 30, tzinfo=UTC),
        updated_at=LATELY,
    ),
    Member(
        id=UUID("019be2c1-0d4e-7a6b-8c9d-0e1f2a3b4c5d"), organization="uniprot", username="ada",
        role="maintainer",
    ),
)  # fmt: skip
show_body(
    CreateOrganization, slug="uniprot", name="UniProt", website=WEBSITE, license=LICENSE,
    citation=CITATION,
)  # fmt: skip
show_body(UpdateOrganization, license=LICENSE, reason="UniProt's licence page says so.")
show_body(SetMember, role="maintainer", reason="Ada curates the releases.")
show_body(Reasoned, reason="UniProt's release notes say so.")
show_address("organization", "uniprot", "The organization's slug or id.")
