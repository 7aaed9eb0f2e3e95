"""What a metalink tells, and what it must not do."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.ingestion.fetching import Expected, Unfetchable
from apps.ingestion.fetching.metalink import Metalink, read_metalink
from tests.ingestion.fetching.tree import metalink_of

V3 = 'version="3.0" xmlns="http://www.metalinker.org/"'
V4 = 'xmlns="urn:ietf:params:xml:ns:metalink"'
MD5 = "0123456789abcdef0123456789abcdef"
SHA256 = MD5 * 2


def read(text: str) -> Metalink:
    return read_metalink(text.encode(), "https://example.org/RELEASE.metalink")


def test_the_form_that_uniprot_writes_is_read() -> None:
    told = read_metalink(metalink_of({"a.gz": b"abc", "b.gz": b""}, version="2024_06"), "here")
    assert told.version == "2024_06"
    assert set(told.files) == {"a.gz", "b.gz"}
    assert told.files["a.gz"].expected == Expected(size=3, md5="900150983cd24fb0d6963f7d28e17f72")
    assert told.files["a.gz"].mirrors == ("https://mirror.example.org/a.gz",)


def test_the_form_of_the_standard_is_read_too() -> None:
    told = read(
        f'<metalink {V4}><file name="a.gz"><version>of the file</version><size>3</size>'
        f'<hash type="sha-256">{SHA256.upper()}</hash><hash type="md5">{MD5}</hash>'
        '<pieces type="sha-256" length="1"><hash>ff</hash></pieces>'
        "<url>https://example.org/a.gz</url></file></metalink>"
    )
    assert told.version is None
    assert told.files["a.gz"].expected == Expected(size=3, md5=MD5, sha256=SHA256)


def test_what_is_no_size_and_no_digest_is_not_told() -> None:
    told = read(
        f'<metalink {V3}><files><file name="a"><size>-3</size><verification>'
        '<hash type="md5">unknown</hash><hash type="sha256">abc</hash></verification></file>'
        f'<file name="b"><size>12</size><hash>{MD5}</hash></file></files></metalink>'
    )
    assert told.files["a"].expected == Expected()
    assert told.files["b"].expected == Expected(size=12)


def test_of_two_entries_for_one_file_the_first_counts() -> None:
    told = read(
        '<metalink><file name="a"><size>1</size><size>2</size></file>'
        '<file name="a"><size>3</size></file></metalink>'
    )
    assert told.files["a"].expected.size == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no XML",
        "<metalink>",
        "<html></html>",
        '<!DOCTYPE metalink [<!ENTITY a "b">]><metalink>&a;</metalink>',
        '<!DOCTYPE metalink SYSTEM "file:///etc/passwd"><metalink/>',
        "<metalink>&undeclared;</metalink>",
        '<?xml version="1.0" encoding="no-such"?><metalink/>',
    ],
)
def test_what_is_no_plain_metalink_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Unfetchable, match=r"^“https://example\.org/RELEASE\.metalink” cannot"):
        read(text)


def test_a_document_type_is_refused_before_an_entity_is_expanded() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 20))
    bomb = f'<!DOCTYPE metalink [<!ENTITY e0 "x">{entities}]><metalink>&e19;</metalink>'
    with pytest.raises(Unfetchable, match="a document type, which no metalink has"):
        read(bomb)


@given(st.binary(max_size=200), st.integers(0, 500))
def test_any_bytes_are_read_or_refused(noise: bytes, at: int) -> None:
    whole = metalink_of({"a.gz": b"abc"})
    for content in (noise, whole[:at] + noise + whole[at + len(noise) :]):
        with suppress(Unfetchable):
            assert isinstance(read_metalink(content, "here"), Metalink)
