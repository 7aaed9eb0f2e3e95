"""A lock as a registry of pooch, read by pooch: what is in it, what is left out, and why."""

from pathlib import Path
from typing import Any

import pooch  # type: ignore[import-untyped]
import pytest

from tests import builders
from tests.checks import fields, refused
from tests.clients import Api

SUM = f"sha256-{'0f' * 32}"
PATH = "sources/uniprot/sprot/versions/1.0.0/files"
PINNED = {"resolved": "uniprot:sprot@1.0.0"}
FASTA = {**PINNED, "format": "fasta", "checksum": SUM}


@pytest.fixture(autouse=True)
def _registry(db: None) -> None:
    builders.organization("uniprot")
    for slug in ("sprot", "trembl"):
        builders.source(slug)
        builders.release("2024_01", of=f"uniprot/{slug}")


def registry(stranger: Api, **sources: Any) -> Any:
    """What is answered about a lock of these."""
    return stranger.post("locks/pooch", {"lockfile_version": 1, "sources": sources})


@pytest.mark.parametrize(
    ("pin", "remark"),
    [
        ({}, "the lock has no file of it"),
        ({"format": "dat", "checksum": None}, "the lock has no checksum of its dat"),
        ({"files": {"dat": {"size": 7}}}, "the lock has no checksum of its dat"),
        ({"format": None, "checksum": SUM}, "the lock has no format of its file"),
    ],
)
def test_what_is_left_out_is_remarked_and_pooch_reads_the_rest(
    stranger: Api, tmp_path: Path, pin: dict[str, Any], remark: str
) -> None:
    left = {"resolved": "uniprot:trembl@1.0.0", **pin}
    answer = registry(stranger, asked=FASTA, left=left)
    assert f"# uniprot:trembl@1.0.0 is left out: {remark}\n" in answer.body.decode()

    file = tmp_path / "registry.txt"
    file.write_bytes(answer.body)
    store = pooch.create(path=tmp_path, base_url="http://testserver/api/v1/")
    store.load_registry(file)
    assert store.registry == {f"{PATH}/fasta": f"sha256:{'0f' * 32}"}


def test_of_several_files_the_one_without_a_checksum_is_left_out(stranger: Api) -> None:
    files = {"dat": {"checksum": SUM}, "fasta": {"checksum": None}}
    told = registry(stranger, asked={**PINNED, "files": files}).body.decode()
    assert "# uniprot:sprot@1.0.0 is left out: the lock has no checksum of its fasta\n" in told
    assert f"{PATH}/dat sha256:{'0f' * 32}\n" in told
    assert "no file of it" not in told


@pytest.mark.parametrize("pin", [{}, {"format": "dat"}, {"checksum": SUM}])
def test_a_lock_without_any_file_is_refused(stranger: Api, pin: dict[str, Any]) -> None:
    answer = registry(stranger, asked={**PINNED, **pin})
    refused(answer, 400, "request.invalid")
    assert fields(answer) == ["sources"]
    assert "there is nothing to download" in answer.body["detail"]
