"""CSL-JSON, read and set by citeproc-py."""

import json
from datetime import date
from typing import Any

from citeproc import (  # type: ignore[import-untyped]
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
)
from citeproc.formatter import plain  # type: ignore[import-untyped]
from citeproc.source.json import CiteProcJSON  # type: ignore[import-untyped]
from hypothesis import given

from apps.citing.citations.csl import write
from tests.citing.works import SHA256, protein, said, texts, told, work


def read(text: str) -> dict[str, Any]:
    return dict(CiteProcJSON(json.loads(text)).items())


def test_an_item_tells_exactly_which_version() -> None:
    (item,) = json.loads(write(told(work(), accessed=date(2026, 2, 1))))
    assert item == {
        "id": "uniprot:sprot:1.4.0", "type": "dataset", "title": "Swiss-Prot",
        "author": [{"literal": "UniProt"}], "publisher": "UniProt",
        "issued": {"date-parts": [[2024, 1, 24]]}, "version": "2024_01 (1.4.0)",
        "URL": "https://bdp.example/uniprot/sprot/1.4.0",
        "accessed": {"date-parts": [[2026, 2, 1]]},
        "note": "Identifier: uniprot:sprot@1.4.0. Licence: CC-BY-4.0.",
    }  # fmt: skip


def test_a_style_of_a_journal_sets_it() -> None:
    source = CiteProcJSON(json.loads(write(told(protein()))))
    style = CitationStylesStyle("harvard-cite-them-right", validate=False)
    bibliography = CitationStylesBibliography(style, source, plain)
    bibliography.register(Citation([CitationItem("uniprot:p01308:1.4.0")]))
    (entry,) = (str(entry) for entry in bibliography.bibliography())
    assert "UniProt" in entry
    assert "2024" in entry
    assert "Insulin (P01308, INS_HUMAN)" in entry


def test_a_protein_is_told_by_its_checksum() -> None:
    (item,) = read(write(told(protein()))).values()
    assert SHA256 in "".join(map(str, item["note"]))


@given(name=texts, publisher=texts)
def test_any_name_comes_back_as_it_was(name: str, publisher: str) -> None:
    (item,) = read(write(told(work(name=name, publisher=publisher)))).values()
    assert "".join(map(str, item["title"])) == said(name)
    assert "".join(map(str, item["publisher"])) == said(publisher)
