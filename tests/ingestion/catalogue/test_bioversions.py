"""A list of bioversions becomes releases, each once, by the day of its publication or sighting."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from apps.ingestion.catalogue import Catalogue, Database, LeftOut, Reason, Release, read_catalogue
from tests.ingestion.catalogue.conftest import (
    WriteFile,
    by_slug,
    entry,
    release,
    versions_file,
)

RESOURCES = {
    "go": {"name": "Gene Ontology"},
    "apollosv": {"name": "Apollo"},
    "slm": {"name": "SwissLipids", "synonyms": ["swisslipid", "Swiss Lipid"]},
    "depmap": {"name": "DepMap Cell Lines"},
    "pubchem.compound": {"name": "PubChem compound", "synonyms": ["Pubchem"]},
    "_3dmet": {"name": "3D Metabolites"},
    "uo": {"name": "Units", "synonyms": ["go"]},
}
UUID = "0190b0a5-6f7e-7cc3-98c4-dc0c0c07398f"
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


def test_a_release_keeps_its_name_and_both_days(read: Read) -> None:
    catalogue = read(entry("go", release(" 2021_01\n", "2021-02-12", date="2021-01-20")))

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"] == Database(
        slug="go",
        name="Gene Ontology",
        releases=(
            Release(
                external_version="2021_01",
                release_date=date(2021, 1, 20),
                seen_on=date(2021, 2, 12),
            ),
        ),
    )


def test_a_name_that_counts_the_years_releases_is_no_month(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("2020_06", "2021-01-02"),
            release("2021_01", "2021-02-12", date="2021-01-01"),
        )
    )

    assert [(r.external_version, r.release_date) for r in by_slug(catalogue)["go"].releases] == [
        ("2020_06", None),
        ("2021_01", None),
    ]
    assert reasons(catalogue) == [Reason.NAME_AS_DATE]


def test_releases_come_by_date_else_by_the_day_they_were_seen_else_last(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("undated", None),
            release("seen in May", "2024-05-05"),
            release("June", "2024-06-06", date="2024-06-01"),
            release("April, seen in July", "2024-07-07", date="2024-04-04"),
        )
    )

    assert names(catalogue) == ["April, seen in July", "seen in May", "June", "undated"]


def test_releases_of_one_day_come_as_they_were_seen_and_then_as_in_the_file(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("b", "2024-05-06", date="2024-05-05"),
            release("z", "2024-05-05"),
            release("a", "2024-05-06", date="2024-05-05"),
        )
    )

    assert names(catalogue) == ["z", "b", "a"]


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


def test_one_name_is_one_release_with_its_earliest_days(read: Read) -> None:
    catalogue = read(
        entry("go", release("1", "2024-03-03"), release("1", "2024-05-05", date="2024-02-02")),
        entry("GO", release(" 1 ", "2024-04-04", date="2024-02-03"), release("1", None)),
    )

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"].releases == (
        Release(external_version="1", release_date=date(2024, 2, 2), seen_on=date(2024, 3, 3)),
    )


def test_names_that_differ_in_case_are_two_releases(read: Read) -> None:
    assert names(read(entry("go", release("rc1"), release("RC1")))) == ["rc1", "RC1"]


@pytest.mark.parametrize(
    "version",
    [
        "2021/09",
        "a/b",
        "Found<-title>",
        "$Revision$",
        "daily",
        "1.0 (beta)",
        "日本",
        "x" * 64,
        "Latest",
        "1.0.0",
        "..",
    ],
)
def test_an_odd_name_stays(read: Read, version: str) -> None:
    catalogue = read(entry("go", release(version)))

    assert names(catalogue) == [version]
    assert catalogue.left_out == ()


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t", Reason.EMPTY),
        ("x" * 65, Reason.TOO_LONG),
        ("<!DOCTYPE html><html>…", Reason.WEB_PAGE),
        ("<html>" + "x" * 900, Reason.WEB_PAGE),
        (' <?xml version="1.0"?>', Reason.WEB_PAGE),
        ("1\n2", Reason.UNPRINTABLE),
        ("1\x002", Reason.UNPRINTABLE),
        ("1\ud8002", Reason.UNPRINTABLE),
        ("1\u200b2", Reason.UNPRINTABLE),
        ("latest", Reason.RESERVED_VERSION),
        ("\nlatest ", Reason.RESERVED_VERSION),
        (UUID, Reason.ID_SHAPED_VERSION),
        (5, Reason.NOT_A_RELEASE),
        (None, Reason.NOT_A_RELEASE),
        (["1"], Reason.NOT_A_RELEASE),
    ],
)
def test_junk_is_left_out_and_told(read: Read, version: object, reason: Reason) -> None:
    catalogue = read(entry("go", release(version), release("1")))

    assert names(catalogue) == ["1"]
    (left,) = catalogue.left_out
    assert (left.database, left.reason) == ("go", reason)
    assert left.text.isprintable()
    assert len(left.text) <= 80


@pytest.mark.parametrize("junk", [None, 5, "1", ["1"], {}])
def test_a_release_of_another_shape_is_left_out_and_told(read: Read, junk: Any) -> None:
    catalogue = read(entry("go", junk, release("1")))

    assert names(catalogue) == ["1"]
    assert reasons(catalogue) == [Reason.NOT_A_RELEASE]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-13-01", Reason.NOT_A_DATE),
        ("2023-02-29", Reason.NOT_A_DATE),
        ("0000-01-01", Reason.NOT_A_DATE),
        ("20240101", Reason.NOT_A_DATE),
        ("2024-W01-1", Reason.NOT_A_DATE),
        ("2024-01-01T00:00:00", Reason.NOT_A_DATE),
        ("٢٠٢٤-٠١-٠١", Reason.NOT_A_DATE),
        ("", Reason.NOT_A_DATE),
        (20240101, Reason.NOT_A_DATE),
        ("1949-12-31", Reason.IMPOSSIBLE_DATE),
        ("0001-01-01", Reason.IMPOSSIBLE_DATE),
        ("2026-11-13", Reason.IMPOSSIBLE_DATE),
        ("9999-12-31", Reason.IMPOSSIBLE_DATE),
    ],
)
@pytest.mark.parametrize("field", ["retrieved", "date"])
def test_a_bad_date_is_told_and_the_release_stays(
    read: Read, field: str, day: object, reason: Reason
) -> None:
    good = {"retrieved": "2024-01-02", "date": "2024-01-01"}

    catalogue = read(entry("go", release("1", **(good | {field: day}))))

    (kept,) = by_slug(catalogue)["go"].releases
    assert (kept.release_date is None, kept.seen_on is None) == (
        field == "date",
        field == "retrieved",
    )
    assert [(left.database, left.reason) for left in catalogue.left_out] == [("go", reason)]


def test_a_date_may_be_as_early_as_1950(read: Read) -> None:
    catalogue = read(entry("go", release("1", "1950-01-01")))

    assert by_slug(catalogue)["go"].releases[0].seen_on == date(1950, 1, 1)


def test_a_date_shortly_after_the_file_is_possible(read: Read) -> None:
    catalogue = read(entry("go", release("1", "2026-10-12", date="2026-11-12")))

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"].releases[0].release_date == date(2026, 11, 12)


def test_a_file_that_does_not_say_its_day_sets_no_limit(read: Read) -> None:
    assert read(entry("go", release("1", "2031-01-01")), day=None).left_out == ()


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
