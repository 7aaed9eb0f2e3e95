"""A resource of bioregistry becomes the facts of one database."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.ingestion.catalogue import Catalogue, Database, LeftOut, Reason, read_catalogue
from tests.ingestion.catalogue.conftest import WriteFile, by_slug

NAMED = {"zfin": {"name": "Zebrafish"}}
Read = Callable[[object], Catalogue]


@pytest.fixture
def read(file_of: WriteFile) -> Read:
    def read_resources(resources: object) -> Catalogue:
        return read_catalogue(bioregistry=file_of(resources), bioversions=None)

    return read_resources


def one(catalogue: Catalogue) -> Database:
    (database,) = catalogue.databases
    return database


def test_a_resource_says_who_the_database_is(read: Read) -> None:
    resource = {
        "name": "UniProt Protein",
        "homepage": "http://www.uniprot.org",
        "license": "CC BY 4.0",
        "description": "Proteins.\r\nMany.",
        "synonyms": ["UniProtKB", "UP"],
        "preferred_prefix": "SwissProt",
        "deprecated": False,
    }

    catalogue = read({"uniprot": resource})

    assert catalogue.left_out == ()
    assert one(catalogue) == Database(
        slug="uniprot",
        name="UniProt Protein",
        homepage="http://www.uniprot.org",
        license="CC-BY-4.0",
        license_note="",
        description="Proteins.\nMany.",
        aliases=("SwissProt", "UniProtKB", "UP"),
    )


def test_what_nobody_says_stays_unknown(read: Read) -> None:
    assert one(read({"abc": {"pattern": "x"}})) == Database(slug="abc", name="abc")


def test_databases_come_by_slug(read: Read) -> None:
    names = {"name": "N"}

    assert list(by_slug(read({"zfin": names, "_3dmet": names, "go": names}))) == [
        "3dmet",
        "go",
        "zfin",
    ]


@pytest.mark.parametrize("field", ["name", "homepage"])
def test_an_unsaid_field_is_asked_of_other_registries_in_their_order(
    read: Read, field: str
) -> None:
    said = {"obofoundry": 1, "ols": 2, "miriam": 3, "wikidata": 4, "biodivportal": 5}
    text = "https://example.org/{}" if field == "homepage" else "Name {}"
    resource: dict[str, Any] = {who: {field: text.format(n)} for who, n in said.items()}

    for who, number in said.items():
        assert getattr(one(read({"abc": resource})), field) == text.format(number)
        del resource[who][field]

    resource["fairsharing"] = {field: text.format(6)}
    assert getattr(one(read({"abc": resource})), field) != text.format(6), "it is not asked"


def test_descriptions_are_asked_of_others_in_an_order_of_their_own(read: Read) -> None:
    said = ("obofoundry", "miriam", "fairsharing", "wikidata", "uniprot")
    resource: dict[str, Any] = {who: {"description": who} for who in said}

    for who in ("miriam", "obofoundry", "wikidata", "fairsharing"):
        assert one(read({"abc": resource})).description == who
        del resource[who]

    assert one(read({"abc": resource})).description is None


def test_what_a_resource_says_itself_goes_first(read: Read) -> None:
    resource = {
        "name": "Own",
        "homepage": "https://own.org",
        "description": "Own.",
        "license": "MIT",
        "deprecated": False,
        "obofoundry": {
            "name": "Other",
            "homepage": "https://other.org",
            "license": "CC0",
            "status": "inactive",
        },
        "miriam": {"description": "Other."},
    }

    own = one(read({"abc": resource}))

    assert (own.name, own.homepage, own.description) == ("Own", "https://own.org", "Own.")
    assert (own.license, own.deprecated) == ("MIT", False)


@pytest.mark.parametrize("nothing", [None, "", " \n", "\x00", 5, ["x"], {"x": "y"}, True])
def test_what_is_no_text_counts_as_unsaid(read: Read, nothing: object) -> None:
    fields = ("name", "homepage", "description", "license", "preferred_prefix")
    resource = dict.fromkeys(fields, nothing)
    others: dict[str, object] = {
        "miriam": {
            "name": "N",
            "homepage": "https://n.org",
            "description": "D",
            "license": "MIT",
        },
        "ols": nothing,
    }

    database = one(read({"abc": resource | others}))

    assert (database.name, database.homepage) == ("N", "https://n.org")
    assert (database.description, database.license) == ("D", "MIT")
    assert database.aliases == ()


def test_a_name_is_cleaned_and_fits(read: Read) -> None:
    databases = by_slug(read({"a": {"name": " Gene\n\x00Ontology "}, "b": {"name": "x" * 300}}))

    assert databases["a"].name == "Gene Ontology"
    assert databases["b"].name == "x" * 255 + "…"


def test_a_description_is_cut_at_what_the_registry_holds(read: Read) -> None:
    databases = by_slug(
        read({"a": {"description": "x" * 10_000}, "b": {"description": "x" * 10_001}, **NAMED})
    )

    assert databases["a"].description == "x" * 10_000
    assert databases["b"].description == "x" * 9_999 + "…"


def test_an_impossible_homepage_is_told_and_the_next_one_taken(read: Read) -> None:
    catalogue = read(
        {"_a": {"homepage": "ftp://a.org", "ols": {"homepage": " https://a.org "}}},
    )

    assert one(catalogue).homepage == "https://a.org"
    assert catalogue.left_out == (
        LeftOut(database="a", text="ftp://a.org", reason=Reason.BAD_HOMEPAGE),
    )


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ({"license": "hybrid"}, ("other", "hybrid")),
        ({"license": "other", "tib": {"license": {"spdx": "MIT"}}}, ("MIT", "")),
        ({"obofoundry": {"license": {"name": "CC0 1.0", "url": "https://x.org"}}}, ("CC0-1.0", "")),
        ({"tib": {"license": {"name": "custom", "spdx": "CC-BY-4.0"}}}, ("CC-BY-4.0", "")),
        ({"bioportal": {"license": "CC"}, "tib": {"license": "MIT"}}, ("other", "CC")),
        ({"fairsharing": {"license": {"name": "MIT"}}}, (None, None)),
        ({"obofoundry": {"license": {"url": "https://x.org"}}}, (None, None)),
    ],
)
def test_a_licence_is_an_identifier_or_the_words_of_the_first_who_says_one(
    read: Read, said: dict[str, object], known: tuple[str | None, str | None]
) -> None:
    database = one(read({"abc": {"name": "N", **said}}))

    assert (database.license, database.license_note) == known


@pytest.mark.parametrize(
    ("said", "deprecated"),
    [
        ({"deprecated": True}, True),
        ({"obofoundry": {"status": "inactive"}}, True),
        ({"integbio": {"status": "deprecated"}}, True),
        ({"obofoundry": {"status": "active"}}, False),
        ({"hl7": {"status": "deprecated"}}, False),
        ({"deprecated": "no", "miriam": {"status": "deprecated"}}, True),
        ({}, False),
    ],
)
def test_a_database_is_deprecated_if_it_or_a_trusted_registry_says_so(
    read: Read, said: dict[str, object], deprecated: object
) -> None:
    assert one(read({"abc": {"name": "N", **said}})).deprecated is deprecated


@pytest.mark.parametrize(
    ("prefix", "said", "aliases"),
    [
        ("go", {"synonyms": ["GO", "gene ontology", "Go"]}, ("gene ontology",)),
        ("go", {"synonyms": ["b", "A", "a", "B"]}, ("A", "b")),
        ("wb", {"preferred_prefix": "WormBase", "synonyms": ["wormbase"]}, ("WormBase",)),
        ("fbbt_x", {"obofoundry": {"prefix": "fbbt"}}, ("FBBT",)),
        ("fb", {"obofoundry": {"prefix": "x", "preferred_prefix": "FBbt"}}, ("FBbt",)),
        ("_3dmet", {"synonyms": ["3dmet"]}, ("_3dmet",)),
        ("go", {"synonyms": ["", " \n ", None, 5, ["x"], "a\x00\n b"]}, ("a b",)),
        ("go", {"synonyms": "text"}, ()),
    ],
)
def test_aliases_are_the_other_names_of_the_prefix_once_each(
    read: Read, prefix: str, said: dict[str, object], aliases: tuple[str, ...]
) -> None:
    assert one(read({prefix: {"name": "N", **said}})).aliases == aliases


def test_an_alias_is_as_long_as_a_name_at_most(read: Read) -> None:
    assert one(read({"go": {"synonyms": ["x" * 256], "name": "N"}})).aliases == ("x" * 256,)


def test_aliases_beyond_measure_are_told(read: Read) -> None:
    long = "x" * 257
    catalogue = read({"go": {"synonyms": [long, *(f"a{n:03}" for n in range(101))], "name": "N"}})

    assert one(catalogue).aliases == tuple(f"a{n:03}" for n in range(100))
    assert [(left.text, left.reason) for left in catalogue.left_out] == [
        ("a100", Reason.UNFIT_ALIAS),
        ("x" * 79 + "…", Reason.UNFIT_ALIAS),
    ]


@pytest.mark.parametrize(
    ("prefix", "reason"),
    [
        ("", Reason.NO_SLUG),
        ("_", Reason.NO_SLUG),
        ("a/b", Reason.NO_SLUG),
        ("прот", Reason.NO_SLUG),
        ("a" * 101, Reason.NO_SLUG),
        ("a\x00", Reason.NO_SLUG),
        ("API", Reason.RESERVED_SLUG),
        ("_search", Reason.RESERVED_SLUG),
    ],
)
def test_a_prefix_that_makes_no_slug_is_left_out_and_told(
    read: Read, prefix: str, reason: Reason
) -> None:
    catalogue = read({prefix: {"name": "N"}, "go": {"name": "Gene Ontology"}})

    assert list(by_slug(catalogue)) == ["go"]
    assert [left.reason for left in catalogue.left_out] == [reason]


@pytest.mark.parametrize("prefixes", [("_go", "GO", "go"), ("go", "_go", "GO")])
def test_of_two_prefixes_with_one_slug_the_plain_one_stays(
    read: Read, prefixes: tuple[str, ...]
) -> None:
    catalogue = read({prefix: {"name": f"N {prefix}"} for prefix in prefixes})

    assert one(catalogue).name == "N go"
    assert {(left.database, left.reason) for left in catalogue.left_out} == {
        ("_go", Reason.TAKEN_SLUG),
        ("GO", Reason.TAKEN_SLUG),
    }


def test_where_it_comes_from_is_kept(read: Read) -> None:
    (origin,) = read({"go": {"name": "N"}, "so": {"name": "N"}}).provenance

    assert (origin.title, origin.file, origin.entries) == ("bioregistry", "file-0.json", 2)
    assert len(origin.sha256) == 64
    assert (origin.as_of, origin.revision) == (None, None)
