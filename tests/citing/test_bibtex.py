"""BibTeX, read by bibtexparser and, with the rules of BibTeX itself, by pybtex."""

from datetime import date
from typing import Any

from bibtexparser.entrypoint import parse_string as parse
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from pybtex.database import parse_string  # type: ignore[import-untyped]

from apps.citing.citations.bibtex import escaped, write
from tests.citing.works import SHA256, protein, said, texts, told, work

LATEX = LatexDecodingMiddleware()
CIRCUMFLEX = str.maketrans({"ˆ": "^"})  # as the decoder shows \textasciicircum


def read(text: str) -> dict[str, dict[str, str]]:
    """The fields of each entry by key, decoded; both readers agree."""
    library = parse(text, append_middleware=[LATEX])
    assert not library.failed_blocks
    found = {
        entry.key: {field.key: shown(field.value) for field in entry.fields}
        for entry in library.entries
    }
    by_another = parse_string(text, "bibtex").entries
    assert {key: fields(entry) for key, entry in by_another.items()} == found
    return found


def fields(entry: Any) -> dict[str, str]:
    """What pybtex has of an entry, its organization unmangled."""
    (author,) = entry.persons["author"]
    held = {"author": " ".join(author.last_names), **dict(entry.fields.items())}
    return {name: shown(LATEX._decoder.latex_to_text(value)) for name, value in held.items()}


def shown(text: str) -> str:
    return said(text).translate(CIRCUMFLEX)


def test_an_entry_tells_exactly_which_version() -> None:
    assert read(write(told(work()))) == {
        "uniprot:sprot:1.4.0": {
            "title": "Swiss-Prot", "author": "UniProt", "year": "2024", "date": "2024-01-24",
            "howpublished": "Data set", "version": "2024_01 (1.4.0)",
            "url": "https://bdp.example/uniprot/sprot/1.4.0",
            "note": "Identifier: uniprot:sprot@1.4.0. Licence: CC-BY-4.0.",
        }
    }  # fmt: skip


def test_a_protein_is_told_by_accession_entry_name_and_releases() -> None:
    (entry,) = read(write(told(protein(citation="The paper & its {data}")))).values()
    assert entry["title"] == "Insulin (P01308, INS_HUMAN)"
    assert entry["version"] == "2024_01 to 2024_02 (1.4.0)"
    assert f"SHA-256: {SHA256}." in entry["note"]
    assert entry["note"].endswith("Cite also: The paper & its {data}")


def test_a_day_of_access_is_told_where_it_is_given() -> None:
    (entry,) = read(write(told(work(), accessed=date(2026, 2, 1)))).values()
    assert entry["urldate"] == "2026-02-01"


def test_entries_of_slugs_alike_have_keys_of_their_own() -> None:
    alike = (work(organization="a-b", source="c"), work(organization="a", source="b-c"))
    assert len(read(write(told(*alike)))) == 2


@given(name=texts, publisher=texts, version=texts, citation=texts)
def test_any_name_comes_back_as_it_was(
    name: str, publisher: str, version: str, citation: str
) -> None:
    odd = work(name=name, publisher=publisher, external_version=version, citation=citation)
    (entry,) = read(write(told(odd))).values()
    assert entry["title"] == said(name)
    assert entry["author"] == said(publisher)
    assert entry["version"] == said(f"{version} (1.4.0)")
    assert entry["note"].endswith(said(citation))


@given(texts)
def test_no_text_brings_a_brace_of_its_own(text: str) -> None:
    assert escaped(text).count("{") == escaped(text).count("}")
    depth = 0
    for letter in escaped(text):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        assert depth >= 0
