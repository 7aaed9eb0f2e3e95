"""Locks that others send: each pin once, and every fault told."""

from typing import Any

import pytest

from apps.citing.locks import read
from apps.core.errors import InvalidRequest

SUM = f"sha256-{'0f' * 32}"
FASTA = {"resolved": "uniprot:P01308@1.4.0", "format": "fasta", "checksum": SUM, "size": 9}
BOTH = {
    "resolved": "uniprot:P01308@1.4.0",
    "format": None,
    "checksum": None,
    "files": {"dat": {"checksum": SUM, "size": 7}, "fasta": {"checksum": SUM, "size": 9}},
}
BARE = {"resolved": "go:go@1.0.0", "format": None, "checksum": None, "size": None, "path": None}


def lock(**sections: Any) -> dict[str, Any]:
    return {"lockfile_version": 1, **sections}


def test_a_version_to_which_several_specs_lead_is_told_once() -> None:
    told = lock(
        sources={"uniprot:P01308-fasta@1": FASTA, "uniprot:P01308@latest": BOTH},
        dependencies={"go:go@1.0.0": BARE},
    )
    go, insulin = read(told).pins
    assert (go.organization, go.source, go.version, go.files) == ("go", "go", "1.0.0", ())
    assert [file.format for file in insulin.files] == ["fasta", "dat"]
    assert [file.path for file in insulin.files] == [
        "sources/uniprot/P01308/versions/1.4.0/files/fasta",
        "sources/uniprot/P01308/versions/1.4.0/files/dat",
    ]


def test_a_path_that_leads_elsewhere_is_not_followed() -> None:
    ((file,),) = (pin.files for pin in read(lock(sources={"a": {**FASTA, "path": "../../x"}})).pins)
    assert file.path == "sources/uniprot/P01308/versions/1.4.0/files/fasta"


def test_a_size_is_a_whole_number_however_json_writes_it() -> None:
    ((file,),) = (pin.files for pin in read(lock(sources={"a": {**FASTA, "size": 9.0}})).pins)
    assert (file.size, type(file.size)) == (9, int)


def test_the_order_in_which_pins_come_does_not_matter() -> None:
    pins = {"uniprot:P01308@1": FASTA, "go:go@1": BARE}
    backwards = dict(reversed(pins.items()))
    assert read(lock(sources=pins)) == read(lock(sources=backwards))


@pytest.mark.parametrize(
    "pin",
    [
        None, 7, [], {}, {"resolved": 7}, {"resolved": "uniprot:P01308"},
        {"resolved": "uniprot:P01308@latest"}, {"resolved": "uniprot:../x@1.0.0"},
        {"resolved": "uniprot:P01308@1.0.0\n"}, {**FASTA, "checksum": "md5-1"},
        {**FASTA, "checksum": 7}, {**FASTA, "format": "a b"}, {**FASTA, "format": 7},
        {**FASTA, "size": -1}, {**FASTA, "size": "9"}, {**FASTA, "size": True},
        {**FASTA, "size": 9.5},
        {**FASTA, "size": 2**53}, {**BOTH, "files": 7},
        {**BOTH, "files": {"dat": 7}}, {**BOTH, "files": {"../x": {"checksum": SUM}}},
    ],
)  # fmt: skip
def test_what_is_no_pin_is_refused_by_name(pin: Any) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        read(lock(sources={"good": FASTA, "bad": pin}, tools={"worse": pin}))
    assert [error.field for error in refusal.value.errors] == ["sources.bad", "tools.worse"]


@pytest.mark.parametrize("wrong", [{"sources": []}, {"as_of": 7}, {"checksum": ["x"]}])
def test_what_is_no_lock_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidRequest, match="must be"):
        read(lock(**wrong))
