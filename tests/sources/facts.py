"""What tests of sources say of Swiss-Prot, and where it stands."""

from datetime import UTC, datetime
from typing import Any

DETAILS: dict[str, Any] = {
    "entry_type": "tool",
    "description": "Reviewed proteins.",
    "external_id": "MI:0486",
    "license": "CC-BY-4.0",
    "license_note": "with attribution",
    "tags": ["protein", "curated"],
    "aliases": ["Swiss-Prot", "UniProtKB/Swiss-Prot"],
    "homepage": "https://www.uniprot.org",
    "repository_url": "https://github.com/ebi-uniprot",
}
SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}
NOON = datetime(2024, 1, 24, 12, tzinfo=UTC)
