"""The shipped sample holds the facts of the real files and none of their prose."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from apps.ingestion.catalogue import Catalogue, Database, Origin, Release, read_sample
from apps.ingestion.catalogue.make_sample import main
from apps.ingestion.catalogue.sample import format_sample, parse_sample
from tests.ingestion.catalogue.conftest import (
    PROJECT,
    WriteFile,
    by_slug,
    entry,
    release,
    versions_file,
)
from tests.ingestion.catalogue.rules import assert_keeps_the_rules


def without_prose(catalogue: Catalogue) -> Catalogue:
    databases = (replace(database, description=None) for database in catalogue.databases)
    return replace(catalogue, databases=tuple(databases), left_out=())


@pytest.fixture(scope="module")
def sample() -> Catalogue:
    return read_sample()


@pytest.fixture(scope="module")
def text() -> str:
    return files("apps.ingestion").joinpath("samples", "catalogue.jsonl").read_text("utf-8")


def test_it_holds_the_catalogue_that_the_registry_promises(sample: Catalogue) -> None:
    assert len(sample.databases) == 2858
    assert sum(len(database.releases) for database in sample.databases) == 6908


def test_it_keeps_the_rules(sample: Catalogue) -> None:
    assert_keeps_the_rules(sample)


def test_it_has_the_releases_of_uniprot_since_2020(sample: Catalogue) -> None:
    uniprot = by_slug(sample)["uniprot"]

    names = [release.external_version for release in uniprot.releases]
    assert (uniprot.name, uniprot.license) == ("UniProt Protein", "CC-BY-4.0")
    assert {"2020_06", "2021_01", "2024_01", "2026_03"} <= set(names)
    assert len(names) == 26
    assert names[-1] == "2026_03"


def test_it_says_which_files_it_was_made_from(sample: Catalogue) -> None:
    bioregistry, bioversions = sample.provenance

    assert (bioregistry.title, bioregistry.entries) == ("bioregistry", 2847)
    assert (bioversions.title, bioversions.revision) == ("bioversions", 1480)
    assert bioversions.as_of == date(2026, 10, 12)


def test_it_names_the_licences_of_both_files(text: str) -> None:
    header = json.loads(text.partition("\n")[0])
    notice = files("apps.ingestion").joinpath("samples", "README.md").read_text("utf-8")

    assert header["licences"] == {"bioregistry": "CC0-1.0", "bioversions": "MIT"}
    assert "Copyright (c) 2024 Charles Tapley Hoyt" in notice
    assert "The above copyright notice and this permission notice shall be included" in notice
    assert all(origin["sha256"] in notice for origin in header["made_from"])


def test_it_is_small_sorted_and_holds_no_prose(text: str) -> None:
    lines = [json.loads(line) for line in text.splitlines()[1:]]

    assert len(text.encode()) < 1_000_000
    assert [line["slug"] for line in lines] == sorted(line["slug"] for line in lines)
    assert set().union(*lines) <= {
        "slug",
        "name",
        "homepage",
        "license",
        "license_note",
        "aliases",
        "deprecated",
        "described",
        "releases",
    }
    assert max(len(text) for text in texts_of(lines)) <= 256


def test_writing_it_again_gives_the_same_bytes(sample: Catalogue, text: str) -> None:
    assert format_sample(sample) == text


def test_a_line_leaves_out_what_is_at_its_default() -> None:
    seen, out = date(2024, 1, 2), date(2024, 1, 1)
    releases = tuple(
        Release(external_version=name, release_date=released, seen_on=day)
        for name, released, day in [("a", out, seen), ("b", None, seen), ("c", out, None)]
    )
    undated = Release(external_version="d", release_date=None, seen_on=None)
    database = Database(slug="é", name="É", described=False, releases=(*releases, undated))
    origin = Origin(title="t", file="f", sha256="0", entries=1, as_of=out, revision=None)
    catalogue = Catalogue(databases=(database,), provenance=(origin,))

    line = format_sample(catalogue).splitlines()[1]

    assert line == (
        '{"slug":"é","name":"É","described":false,"releases":'
        '[["a","2024-01-02","2024-01-01"],["b","2024-01-02"],["c",null,"2024-01-01"],["d"]]}'
    )
    assert parse_sample(format_sample(catalogue)) == catalogue


def test_a_sample_of_another_format_is_not_misread() -> None:
    with pytest.raises(ValueError, match="make it anew"):
        parse_sample('{"format":"bdp-catalogue/0","made_from":[]}\n')


def test_the_maker_writes_what_the_reader_reads(
    file_of: WriteFile, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resources = file_of({"go": {"name": "Gene Ontology", "description": "Prose."}})
    versions = file_of(versions_file(entry("go", release("1"), release(""), release(" "))))
    out = tmp_path / "out.jsonl"

    status = main([str(resources), str(versions), str(out)])

    assert status == 0
    assert capsys.readouterr().out == "1 databases, 1 releases\nleft out 2: the version is empty\n"
    assert "Prose" not in out.read_text()
    assert by_slug(parse_sample(out.read_text()))["go"].name == "Gene Ontology"


def test_the_maker_refuses_in_one_sentence_and_writes_nothing(
    file_of: WriteFile, tmp_path: Path
) -> None:
    bad, out = file_of(b"["), tmp_path / "out.jsonl"

    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "error",
            "-m",
            "apps.ingestion.catalogue.make_sample",
            bad,
            bad,
            out,
        ],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"“{bad}” cannot be imported: it is cut off or no JSON")
    assert done.stderr.count("\n") == 1
    assert not out.exists()


def texts_of(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else []:
        yield from texts_of(inner)
    for inner in value if isinstance(value, list) else []:
        yield from texts_of(inner)
