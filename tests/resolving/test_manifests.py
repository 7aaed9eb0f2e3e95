"""What a bdp.yml may say, and how it is told what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.resolving.manifests import Manifest, ManifestError, read

WHOLE = b"""
project: {name: insulin, version: 1.10}
sources:
  - uniprot:P01308-fasta@^1.2
  - "obo:go@2024-01-17"
tools: [ncbi:blast@2]
"""
BOMB = b"a: &a [x, x]\nb: &b [*a, *a]\nsources: [*b, *b]\n"


def test_a_manifest_is_read_as_it_is_written() -> None:
    assert read(WHOLE) == Manifest(
        project={"name": "insulin", "version": "1.10"},
        sources=("uniprot:P01308-fasta@^1.2", "obo:go@2024-01-17"),
        tools=("ncbi:blast@2",),
    )


@pytest.mark.parametrize("content", [b"", b"# nothing\n", b"sources:\ntools: []\n"])
def test_what_is_left_out_is_nothing(content: bytes) -> None:
    assert read(content) == Manifest(project={}, sources=(), tools=())


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (BOMB, "line 2: write it out: aliases such as *a are not followed"),
        (b"sources: [a:b\n", "line 2: this is not YAML"),
        (b"sources:\n\t- a:b\n", "line 2: this is not YAML"),
        (b"\xff\xfe\x00", "line 1: this is not YAML"),
        (b"- a:b\n", "line 1: expected keys and values, of project, sources, tools"),
        (b"sources: []\nsourcs: []\n", "line 2: there is no “sourcs” here"),
        (b"sources: []\ntools: []\nsources: []\n", "line 3: “sources” stands here a second time"),
        (b"sources: a:b\n", "line 1: expected a list of specs"),
        (b"sources:\n  - a: b\n", "line 2: expected a text"),
        (b"project: x\n", "line 1: expected keys and values, of name, version, description"),
        (b"sources: " + b"[" * 5000, "line 1: "),
    ],
)
def test_a_manifest_that_cannot_be_read_is_told_with_the_line(content: bytes, told: str) -> None:
    with pytest.raises(ManifestError) as refused:
        read(content)
    assert str(refused.value).startswith(told)


@given(st.binary(max_size=200))
def test_any_bytes_are_a_manifest_or_refused_with_a_line(content: bytes) -> None:
    told = "line 1"
    try:
        read(content)
    except ManifestError as refused:
        told = str(refused)

    assert told.startswith("line ")
