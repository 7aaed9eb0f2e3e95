"""Either file alone, both together, or one in place of the other."""

from pathlib import Path

import pytest

from apps.ingestion.catalogue import Catalogue, UnreadableCatalogue, read_catalogue
from tests.ingestion.catalogue.conftest import (
    WriteFile,
    by_slug,
    entry,
    release,
    versions_file,
)

RESOURCES = {"go": {"name": "Gene Ontology", "license": "CC BY 4.0"}, "so": {"name": "Sequences"}}
VERSIONS = versions_file(entry("go", release("1")), entry("zz", release("2"), name="Zed"))


def refusal(*, bioregistry: Path | None = None, bioversions: Path | None = None) -> str:
    with pytest.raises(UnreadableCatalogue) as caught:
        read_catalogue(bioregistry=bioregistry, bioversions=bioversions)
    return str(caught.value).partition(" cannot be imported: ")[2]


def test_both_files_make_one_catalogue(file_of: WriteFile) -> None:
    catalogue = read_catalogue(bioregistry=file_of(RESOURCES), bioversions=file_of(VERSIONS))

    found = by_slug(catalogue)
    assert list(found) == ["go", "so", "zed"]
    assert (found["go"].name, found["go"].license, len(found["go"].releases)) == (
        "Gene Ontology",
        "CC-BY-4.0",
        1,
    )
    assert [origin.title for origin in catalogue.provenance] == ["bioregistry", "bioversions"]


def test_what_both_files_leave_out_is_told_in_their_order(file_of: WriteFile) -> None:
    catalogue = read_catalogue(
        bioregistry=file_of(RESOURCES | {"a/b": {"name": "N"}}),
        bioversions=file_of(versions_file(entry("go", release("")))),
    )

    assert [left.database for left in catalogue.left_out] == ["a/b", "go"]


def test_bioregistry_alone_knows_no_releases(file_of: WriteFile) -> None:
    catalogue = read_catalogue(bioregistry=file_of(RESOURCES), bioversions=None)

    assert [(d.slug, d.described, d.releases) for d in catalogue.databases] == [
        ("go", True, ()),
        ("so", True, ()),
    ]


def test_bioversions_alone_finds_prefixes_in_the_sample_and_describes_nothing(
    file_of: WriteFile,
) -> None:
    content = versions_file(
        entry("Swiss_Lipid", release("1")),
        entry("apollo_sv", release("2"), name="Apollo"),
        entry("no such prefix", release("3"), name="Brand new"),
    )

    catalogue = read_catalogue(bioregistry=None, bioversions=file_of(content))

    assert [(d.slug, d.described, d.license) for d in catalogue.databases] == [
        ("apollosv", False, None),
        ("brand-new", False, None),
        ("slm", False, None),
    ]


def test_no_file_is_an_empty_catalogue() -> None:
    assert read_catalogue(bioregistry=None, bioversions=None) == Catalogue()


def test_files_given_for_one_another_are_told_apart(file_of: WriteFile) -> None:
    resources, versions = file_of(RESOURCES), file_of(VERSIONS)

    assert (
        refusal(bioregistry=versions) == "it is the file of bioversions, not that of bioregistry."
    )
    assert (
        refusal(bioversions=resources) == "it is the file of bioregistry, not that of bioversions."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "it holds no resource of bioregistry."),
        ({"collections": []}, "its “collections” is a list instead of a resource."),
        ({"go": {"name": "N"}, "so": None}, "its “so” is null instead of a resource."),
        ({"go": {"name": "N"}, "so": 5}, "its “so” is a number instead of a resource."),
        ({"go": {}, "so": {"title": "N"}}, "it holds no resource of bioregistry."),
    ],
)
def test_another_shape_is_no_bioregistry(file_of: WriteFile, content: object, reason: str) -> None:
    assert refusal(bioregistry=file_of(content)) == reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({}, "it has no list “database”."),
        ({"database": {"name": "N"}}, "it is the file of bioregistry, not that of bioversions."),
        ({"database": "text"}, "it has no list “database”."),
        ({"database": []}, "its “database” holds no list of releases."),
        ({"database": [{"name": "N"}]}, "its “database” holds no list of releases."),
        (
            {"database": [{"name": "N", "releases": []}, 5]},
            "entry 2 of its “database” is a number, not an object.",
        ),
    ],
)
def test_another_shape_is_no_bioversions(file_of: WriteFile, content: object, reason: str) -> None:
    assert refusal(bioversions=file_of(content)) == reason


def test_a_bad_second_file_refuses_the_whole(file_of: WriteFile) -> None:
    assert refusal(bioregistry=file_of(RESOURCES), bioversions=file_of(b"")) == "it is empty."


@pytest.mark.parametrize(
    "annotations",
    [None, 5, [], {}, {"revision": "x", "date": "never"}, {"revision": 2**31}, {"revision": True}],
)
def test_annotations_may_say_nothing(file_of: WriteFile, annotations: object) -> None:
    content = VERSIONS | {"annotations": annotations}

    (origin,) = read_catalogue(bioregistry=None, bioversions=file_of(content)).provenance

    assert (origin.as_of, origin.revision) == (None, None)
