"""Files of the right outer shape with anything inside: read within the rules, or refused."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.ingestion.catalogue import Catalogue, UnreadableCatalogue, read_catalogue
from apps.ingestion.catalogue.sample import format_sample, parse_sample
from tests.ingestion.catalogue.conftest import by_slug
from tests.ingestion.catalogue.rules import assert_keeps_the_rules
from tests.ingestion.catalogue.test_sample import without_prose

TEXT = st.text(st.characters(), max_size=90)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
)
PREFIX = st.sampled_from(["go", "GO", "_go", "so", "G-O", "admin"]) | TEXT
DAY = st.dates().map(str) | st.sampled_from(["2024-02-30", ""]) | JSON
VERSION = st.sampled_from(["1", " 1", "latest", "<html>", "x" * 65, "a\0b"]) | TEXT | JSON
RECORD = st.fixed_dictionaries(
    {},
    optional={
        "name": TEXT | JSON,
        "homepage": st.just("https://example.org") | JSON,
        "license": st.sampled_from(["CC0", "MIT (x)"]) | TEXT | JSON,
        "description": TEXT | JSON,
        "status": st.just("inactive") | JSON,
        "prefix": PREFIX | JSON,
        "preferred_prefix": PREFIX | JSON,
    },
)
RESOURCE = st.builds(
    lambda own, more: {**own, **more},
    RECORD,
    st.fixed_dictionaries(
        {},
        optional={
            "synonyms": st.lists(PREFIX | JSON) | JSON,
            "deprecated": st.booleans() | JSON,
            "obofoundry": RECORD | JSON,
            "miriam": RECORD | JSON,
        },
    ),
)
RESOURCES = st.dictionaries(PREFIX, RESOURCE, max_size=4).map(
    lambda resources: resources | {"zfin": {"name": "Zebrafish"}}
)
RELEASE = st.fixed_dictionaries({"version": VERSION}, optional={"retrieved": DAY, "date": DAY})
ENTRY = st.fixed_dictionaries(
    {"releases": st.lists(RELEASE | JSON, max_size=4) | JSON},
    optional={"name": TEXT | JSON, "prefix": PREFIX | JSON},
)
VERSIONS = st.fixed_dictionaries(
    {"database": st.lists(ENTRY, max_size=4).map(lambda entries: [*entries, {"releases": []}])},
    optional={"annotations": st.fixed_dictionaries({"date": DAY, "revision": JSON}) | JSON},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("anything")


def read(folder: Path, resources: Any, versions: Any) -> Catalogue:
    paths = {}
    for name, content in {"bioregistry": resources, "bioversions": versions}.items():
        path = folder / name
        path.write_text(json.dumps(content))
        paths[name] = None if content is None else path
    return read_catalogue(**paths)


@settings(deadline=None)
@given(resources=RESOURCES, versions=st.none() | VERSIONS)
def test_whatever_stands_in_the_files_the_facts_keep_the_rules(
    folder: Path, resources: dict[str, Any], versions: dict[str, Any] | None
) -> None:
    catalogue = read(folder, resources, versions)

    assert "zfin" in by_slug(catalogue)
    assert_keeps_the_rules(catalogue)
    assert parse_sample(format_sample(catalogue)) == without_prose(catalogue)


@settings(deadline=None, max_examples=20)
@given(versions=VERSIONS)
def test_bioversions_alone_keeps_the_rules(folder: Path, versions: dict[str, Any]) -> None:
    assert_keeps_the_rules(read(folder, None, versions))


@settings(deadline=None)
@given(content=JSON, as_resources=st.booleans())
def test_any_json_is_read_or_refused_in_a_printable_line(
    folder: Path, content: Any, *, as_resources: bool
) -> None:
    good = {"go": {"name": "N"}}
    files = (content, None) if as_resources else (good, content)

    with suppress(UnreadableCatalogue):
        assert_keeps_the_rules(read(folder, *files))
    with pytest.raises(UnreadableCatalogue) as refusal:
        read(folder, {"go": content, "so": "text"}, None)
    assert str(refusal.value).isprintable()
