"""The story of a study that is published: its data cited, and had again by whoever reads it."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pooch  # type: ignore[import-untyped]
import pytest

from tests.walkthroughs.conftest import Registry

PROTEINS = ("P01308", "P68871", "P62258")


@pytest.fixture
def lock(client: httpx.Client) -> dict[str, Any]:
    """Three proteins as FASTA, pinned."""
    return {"lockfile_version": 1, "sources": dict(_pin(client, each) for each in PROTEINS)}


def test_pooch_downloads_what_a_lock_pins_and_verifies_it(
    served: Registry, client: httpx.Client, lock: dict[str, Any], tmp_path: Path
) -> None:
    registry = tmp_path / "registry.txt"
    registry.write_bytes(client.post("locks/pooch", json=lock).content)
    store = pooch.create(path=tmp_path / "cache", base_url=f"{served.address}/api/v1/")
    store.load_registry(registry)

    assert len(store.registry_files) == len(PROTEINS)
    for file in store.registry_files:
        assert Path(store.fetch(file)).read_text().startswith(">sp|")


def test_pooch_refuses_bytes_that_are_not_those_of_the_lock(
    served: Registry, client: httpx.Client, lock: dict[str, Any], tmp_path: Path
) -> None:
    for pin in lock["sources"].values():
        pin["checksum"] = f"sha256-{'0f' * 32}"
    registry = tmp_path / "registry.txt"
    registry.write_bytes(client.post("locks/pooch", json=lock).content)
    store = pooch.create(path=tmp_path / "cache", base_url=f"{served.address}/api/v1/")
    store.load_registry(registry)

    with pytest.raises(ValueError, match="hash"):
        store.fetch(store.registry_files[0])


def test_an_operator_cites_a_lock_as_the_api_does(
    served: Registry, client: httpx.Client, lock: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "bdl.lock"
    file.write_text(json.dumps(lock))
    for style in ("bibtex", "availability"):
        told = client.post(f"locks/citation?style={style}", json=lock).text
        cited = served.manage("cite", str(file), "--style", style)
        assert cited.returncode == 0, cited.stderr
        assert cited.stdout == told.replace(served.address, "http://127.0.0.1:8000")
    crate = json.loads(served.manage("cite", str(file), "--style", "ro-crate", "--json").stdout)
    assert json.loads(crate["content"])["@context"] == "https://w3id.org/ro/crate/1.1/context"


def test_an_operator_sees_the_licences_of_a_lock_as_the_api_tells_them(
    served: Registry, client: httpx.Client, lock: dict[str, Any], tmp_path: Path
) -> None:
    file = tmp_path / "bdl.lock"
    file.write_text(json.dumps(lock))
    told = served.manage("licenses", str(file))
    assert told.returncode == 0, told.stderr
    head, row, *_ = told.stdout.splitlines()
    assert head.split() == ["licence", "forbids", "asks", "for", "versions", "brought", "by"]
    assert row.startswith("CC-BY-4.0  nothing  attribution  3 ")
    as_json = json.loads(served.manage("licenses", str(file), "--json").stdout)
    assert as_json == client.post("locks/licenses", json=lock).json()


@pytest.mark.parametrize("content", ["", "[]", '{"lockfile_version": 2}', "{", '{"sources": 1}'])
def test_what_is_no_lock_is_refused_in_a_sentence(
    served: Registry, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "bdl.lock"
    file.write_text(content)
    refused = served.manage("cite", str(file))
    assert refused.returncode == 1
    assert len(refused.stderr.strip().splitlines()) == 1


def _pin(client: httpx.Client, accession: str) -> tuple[str, dict[str, Any]]:
    version = client.get(f"sources/uniprot/{accession}/versions/latest").json()["version"]
    path = f"sources/uniprot/{accession}/versions/{version}/files/fasta"
    content = client.get(path).content
    return f"uniprot:{accession}-fasta@latest", {
        "resolved": f"uniprot:{accession}@{version}",
        "format": "fasta",
        "checksum": f"sha256-{sha256(content).hexdigest()}",
        "size": len(content),
        "path": path,
    }
