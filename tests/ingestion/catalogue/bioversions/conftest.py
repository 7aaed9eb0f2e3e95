"""What tests of bioversions may ask for: a list of it, read beside a few known databases."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.ingestion.catalogue import Catalogue, Reason, read_catalogue
from tests.ingestion.catalogue.conftest import WriteFile, by_slug, versions_file

RESOURCES = {
    "go": {"name": "Gene Ontology"},
    "apollosv": {"name": "Apollo"},
    "slm": {"name": "SwissLipids", "synonyms": ["swisslipid", "Swiss Lipid"]},
    "depmap": {"name": "DepMap Cell Lines"},
    "pubchem.compound": {"name": "PubChem compound", "synonyms": ["Pubchem"]},
    "_3dmet": {"name": "3D Metabolites"},
    "uo": {"name": "Units", "synonyms": ["go"]},
}
Read = Callable[..., Catalogue]


@pytest.fixture
def read(file_of: WriteFile) -> Read:
    def read_entries(*entries: dict[str, Any], day: str | None = "2026-10-12") -> Catalogue:
        return read_catalogue(
            bioregistry=file_of(RESOURCES), bioversions=file_of(versions_file(*entries, day=day))
        )

    return read_entries


def names(catalogue: Catalogue, slug: str = "go") -> list[str]:
    return [release.external_version for release in by_slug(catalogue)[slug].releases]


def reasons(catalogue: Catalogue) -> list[Reason]:
    return [left.reason for left in catalogue.left_out]
