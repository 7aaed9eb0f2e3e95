"""Which database the releases of a list belong to, and which are told instead."""

from datetime import date
from typing import Any

import pytest

from apps.ingestion.catalogue import LeftOut, Reason
from tests.ingestion.catalogue.bioversions.conftest import RESOURCES, Read, names
from tests.ingestion.catalogue.conftest import by_slug, entry, release


@pytest.mark.parametrize(
    ("prefix", "slug"),
    [
        ("go", "go"),
        ("GO", "go"),
        ("apollo_sv", "apollosv"),
        ("Apollo-S.V/", "apollosv"),
        ("swisslipid", "slm"),
        ("SWISS-LIPID", "slm"),
        ("3dmet", "3dmet"),
        ("_3DMET", "3dmet"),
    ],
)
def test_a_prefix_matches_however_it_is_spelled(read: Read, prefix: str, slug: str) -> None:
    assert names(read(entry(prefix, release("1"))), slug) == ["1"]


def test_a_prefix_of_ones_own_goes_before_a_synonym_of_another(read: Read) -> None:
    catalogue = read(entry("go", release("1")))

    assert names(catalogue, "go") == ["1"]
    assert names(catalogue, "uo") == []


@pytest.mark.parametrize("prefix", ["phi", "", "-", None])
def test_an_unknown_database_gets_a_slug_of_its_name_and_only_that(
    read: Read, prefix: str | None
) -> None:
    unknown = {"name": "PHI-base  Ontology", "prefix": prefix, "releases": [release("1")]}

    database = by_slug(read(unknown))["phi-base-ontology"]

    assert (database.name, database.described) == ("PHI-base Ontology", False)
    assert (database.homepage, database.license, database.license_note) == (None, None, None)
    assert (database.description, database.aliases, database.deprecated) == (None, (), False)


def test_a_name_is_not_taken_for_a_synonym_but_joins_the_database_of_its_slug(read: Read) -> None:
    catalogue = read(
        {"name": "PubChem", "releases": [release("1")]},
        {"name": "DepMap", "releases": [release("21Q4")]},
    )

    assert names(catalogue, "pubchem") == ["1"]
    assert names(catalogue, "pubchem.compound") == []
    assert names(catalogue, "depmap") == ["21Q4"]
    assert by_slug(catalogue)["depmap"].name == "DepMap Cell Lines"
    assert by_slug(catalogue)["depmap"].described


def test_two_databases_of_one_prefix_merge(read: Read) -> None:
    catalogue = read(
        entry("phi", release("b", "2024-05-05"), name="Phi"),
        entry("phi", release("a", "2024-04-04"), name="phi!"),
    )

    assert names(catalogue, "phi") == ["a", "b"]
    assert by_slug(catalogue)["phi"].name == "Phi"
    assert len(catalogue.databases) == len(RESOURCES) + 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"releases": []}, LeftOut(database="entry 1", text="", reason=Reason.NOT_AN_ENTRY)),
        (
            {"name": " ", "prefix": "\n", "releases": []},
            LeftOut(database="entry 1", text="", reason=Reason.NOT_AN_ENTRY),
        ),
        ({"name": "N"}, LeftOut(database="N", text="N", reason=Reason.NOT_AN_ENTRY)),
        (
            {"name": "N", "releases": {"version": "1"}},
            LeftOut(database="N", text="N", reason=Reason.NOT_AN_ENTRY),
        ),
        (
            {"name": 5, "prefix": ["x"], "releases": []},
            LeftOut(database="entry 1", text="", reason=Reason.NOT_AN_ENTRY),
        ),
        (
            {"name": "日本", "releases": []},
            LeftOut(database="日本", text="日本", reason=Reason.NO_SLUG),
        ),
        (
            {"name": "Search!", "prefix": "zz", "releases": []},
            LeftOut(database="zz", text="Search!", reason=Reason.RESERVED_SLUG),
        ),
    ],
)
def test_a_database_that_cannot_be_registered_is_told(
    read: Read, wrong: dict[str, Any], told: LeftOut
) -> None:
    catalogue = read(wrong, entry("go", release("1")))

    assert catalogue.left_out == (told,)
    assert len(catalogue.databases) == len(RESOURCES)


def test_where_it_comes_from_is_kept(read: Read) -> None:
    origin = read(entry("go", release("1"))).provenance[1]

    assert (origin.title, origin.entries, origin.revision) == ("bioversions", 1, 7)
    assert origin.as_of == date(2026, 10, 12)
