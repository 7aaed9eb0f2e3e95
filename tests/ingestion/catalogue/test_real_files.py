"""The real files, where they are: all of them read, nothing lost unseen, the sample equal."""

import json
import time
from collections import Counter
from datetime import date
from pathlib import Path

from apps.ingestion.catalogue import Catalogue, Reason, read_catalogue, read_sample
from apps.ingestion.catalogue.sample import format_sample
from tests.ingestion.catalogue.conftest import PROJECT, by_slug
from tests.ingestion.catalogue.rules import assert_keeps_the_rules
from tests.ingestion.catalogue.test_sample import without_prose


def test_the_facts_keep_the_rules(real_catalogue: Catalogue) -> None:
    assert_keeps_the_rules(real_catalogue)


def test_every_resource_is_a_database_and_eleven_more_are_only_in_bioversions(
    real_catalogue: Catalogue, real_bioregistry: Path
) -> None:
    prefixes = json.loads(real_bioregistry.read_bytes())
    found = by_slug(real_catalogue)

    assert {prefix.removeprefix("_") for prefix in prefixes} == {
        slug for slug, database in found.items() if database.described
    }
    assert [slug for slug, database in found.items() if not database.described] == [
        "bigg",
        "biofacquim",
        "civic",
        "disgenet",
        "drug-gene-interaction-database",
        "guide-to-pharmacology",
        "molecular-oncology-almanac",
        "pathway-commons",
        "phi-base-ontology",
        "pubchem",
        "stringdb",
    ]


def test_every_release_of_the_file_is_kept_repeated_or_told(
    real_catalogue: Catalogue, real_bioversions: Path
) -> None:
    entries = json.loads(real_bioversions.read_bytes())["database"]
    written = [release["version"].strip() for entry in entries for release in entry["releases"]]
    kept = [r.external_version for d in real_catalogue.databases for r in d.releases]

    assert len(written) == 7136
    assert len(kept) == 6908
    assert set(written) - set(kept) == {name for name in written if not name or len(name) > 64}


def test_junk_is_told_by_reason(real_catalogue: Catalogue) -> None:
    assert Counter(left.reason for left in real_catalogue.left_out) == {
        Reason.EMPTY: 3,
        Reason.WEB_PAGE: 2,
        Reason.TOO_LONG: 2,
        Reason.NAME_AS_DATE: 25,
    }


def test_names_are_found_where_only_other_registries_have_them(real_catalogue: Catalogue) -> None:
    found = by_slug(real_catalogue)

    assert found["obi"].name == "Ontology for Biomedical Investigations"
    assert found["go"].license == "CC-BY-4.0"
    assert found["3dmet"].aliases == ("_3dmet",)
    assert found["imr"].deprecated
    assert not found["go"].deprecated
    assert found["go"].description is not None


def test_a_database_known_by_two_names_has_the_releases_of_both(real_catalogue: Catalogue) -> None:
    mondo = by_slug(real_catalogue)["mondo"]

    assert len(mondo.releases) == 50
    assert mondo.releases[0].day == date(2021, 2, 2)


def test_bioversions_alone_finds_the_same_databases(
    real_catalogue: Catalogue, real_bioversions: Path
) -> None:
    alone = read_catalogue(bioregistry=None, bioversions=real_bioversions)

    assert {d.slug: d.releases for d in alone.databases} == {
        d.slug: d.releases for d in real_catalogue.databases if d.releases
    }


def test_both_files_are_read_in_two_seconds(real_bioregistry: Path, real_bioversions: Path) -> None:
    start = time.process_time()

    read_catalogue(bioregistry=real_bioregistry, bioversions=real_bioversions)

    assert time.process_time() - start < 2


def test_the_sample_is_the_catalogue_without_prose(real_catalogue: Catalogue) -> None:
    shipped = PROJECT / "apps" / "ingestion" / "samples" / "catalogue.jsonl"

    assert read_sample() == without_prose(real_catalogue)
    assert shipped.read_text("utf-8") == format_sample(real_catalogue)
