"""RIS, read by rispy."""

from datetime import date

import rispy  # type: ignore[import-untyped]
from hypothesis import given

from apps.citing.citations.ris import write
from tests.citing.works import SHA256, protein, said, texts, told, work


def test_a_record_tells_exactly_which_version() -> None:
    (record,) = rispy.loads(write(told(work())))
    assert record == {
        "type_of_reference": "DATA", "id": "uniprot:sprot:1.4.0", "title": "Swiss-Prot",
        "authors": ["UniProt"], "publisher": "UniProt", "year": "2024", "date": "2024/01/24",
        "edition": "2024_01 (1.4.0)", "urls": ["https://bdp.example/uniprot/sprot/1.4.0"],
        "notes": ["Identifier: uniprot:sprot@1.4.0.", "Licence: CC-BY-4.0."],
    }  # fmt: skip


def test_a_tool_is_software_and_a_day_of_access_is_told() -> None:
    tool = work(entry_type="tool")
    (record,) = rispy.loads(write(told(tool, accessed=date(2026, 2, 1))))
    assert (record["type_of_reference"], record["access_date"]) == ("COMP", "2026/02/01")


def test_a_protein_is_told_by_its_checksum() -> None:
    (record,) = rispy.loads(write(told(protein())))
    assert f"SHA-256: {SHA256}." in record["notes"]


@given(name=texts, publisher=texts, citation=texts)
def test_any_name_comes_back_as_it_was(name: str, publisher: str, citation: str) -> None:
    odd = work(name=name, publisher=publisher, citation=citation)
    first, second = rispy.loads(write(told(odd, work())))
    assert first["title"] == said(name)
    assert first["authors"] == [said(publisher)]
    assert first["notes"][-1] == said(f"Cite also: {citation}")
    assert second["title"] == "Swiss-Prot"
