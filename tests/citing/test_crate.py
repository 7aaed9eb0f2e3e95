"""RO-Crate 1.1, read by ro-crate-py."""

import json
from pathlib import Path
from typing import Any

import pytest
from rocrate.rocrate import ROCrate  # type: ignore[import-untyped]

from apps.citing.dtos import Bibliography, Lock
from apps.citing.exports.crate import describe
from apps.core.rendering import dumps
from tests.citing.works import ORIGIN, SHA256, protein, told, work

LOCK = Lock(pins=(), as_of="2026-02-01", known_at=None, checksum=SHA256)
FILE = f"{ORIGIN}/api/v1/sources/uniprot/P01308/versions/1.4.0/files/fasta"


@pytest.fixture
def crate(tmp_path: Path) -> Any:
    return _read(told(protein(), work(license="other", license_note="Ask"), lock=LOCK), tmp_path)


def test_it_has_all_that_a_crate_must_have(crate: Any) -> None:
    assert crate.metadata.id == "ro-crate-metadata.json"
    assert crate.root_dataset["datePublished"] == "2026-02-01"
    assert crate.root_dataset["identifier"] == f"sha256-{SHA256}"
    assert crate.name
    assert crate.description
    assert {each.id for each in crate.root_dataset["license"]} == {
        "https://spdx.org/licenses/CC-BY-4.0", "#licence-uniprot-sprot-1.4.0",
    }  # fmt: skip


def test_every_part_leads_to_exactly_its_version(crate: Any) -> None:
    insulin, sprot = (crate.get(f"{ORIGIN}/uniprot/{name}/1.4.0") for name in ("P01308", "sprot"))
    assert {insulin, sprot} < set(crate.root_dataset["hasPart"])
    assert (insulin["url"], insulin["identifier"]) == (
        f"{ORIGIN}/uniprot/P01308/1.4.0", "uniprot:P01308@1.4.0",
    )  # fmt: skip
    assert sprot["publisher"]["name"] == "UniProt"
    (file,) = insulin["hasPart"]
    assert (file.id, file.type, file["sha256"]) == (FILE, "File", SHA256)


def test_its_date_is_that_of_the_newest_version_where_the_lock_has_none(tmp_path: Path) -> None:
    undated = Lock(pins=(), as_of=None, known_at=None, checksum=None)
    crate = _read(told(work(), lock=undated), tmp_path)
    assert crate.root_dataset["datePublished"] == "2024-01-24"


def test_a_lock_of_nothing_is_a_crate_of_nothing(tmp_path: Path) -> None:
    crate = _read(told(lock=LOCK), tmp_path)
    assert crate.data_entities == []


def test_every_entity_is_described_once_and_every_reference_leads_to_one() -> None:
    graph = describe(told(protein(), work(), lock=LOCK))["@graph"]
    names = [entity["@id"] for entity in graph]
    assert len(names) == len(set(names))
    assert set(_references(graph)) - set(names) == {"https://w3id.org/ro/crate/1.1"}


def _read(bibliography: Bibliography, folder: Path) -> Any:
    content = dumps(describe(bibliography))
    (folder / "ro-crate-metadata.json").write_bytes(content)
    assert json.loads(content)["@context"] == "https://w3id.org/ro/crate/1.1/context"
    return ROCrate(folder)


def _references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [found for inner in value for found in _references(inner)]
    if not isinstance(value, dict):
        return []
    if set(value) == {"@id"}:
        return [value["@id"]]
    return [found for inner in value.values() for found in _references(inner)]
