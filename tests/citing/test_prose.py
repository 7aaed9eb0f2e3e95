"""Citations in words: a reference a line, and a paragraph that a journal takes."""

from datetime import date

from hypothesis import given

from apps.citing.citations.prose import availability, write
from apps.citing.dtos import Lock
from tests.citing.works import SHA256, protein, said, texts, told, work

LOCK = Lock(pins=(), as_of="2026-02-01", known_at="2026-02-03T00:00:00Z", checksum=SHA256)


def test_a_reference_tells_exactly_which_version() -> None:
    assert write(told(protein(), accessed=date(2026, 2, 1))) == (
        "UniProt (2024). Insulin (P01308, INS_HUMAN). Version 2024_01 to 2024_02 (1.4.0), "
        "2024-01-24. [Data set]. https://bdp.example/uniprot/P01308/1.4.0. Accessed 2026-02-01. "
        f"Identifier: uniprot:P01308@1.4.0. Licence: CC-BY-4.0. SHA-256: {SHA256}.\n"
    )


def test_whoever_cites_what_was_withdrawn_is_told() -> None:
    assert "This version is yanked." in write(told(work(status="yanked")))


def test_a_licence_without_a_name_is_told_in_its_publishers_words() -> None:
    assert "Licence: Ask first." in write(told(work(license="other", license_note="Ask first")))
    assert "Licence" not in write(told(work(license=None)))


def test_a_paragraph_says_where_data_and_software_are_and_under_what_terms() -> None:
    tool = work(source="blast", name="BLAST", entry_type="tool", license=None)
    assert availability(told(protein(), tool, lock=LOCK)) == (
        "The data used in this study are available from the following addresses: Insulin (P01308, "
        "INS_HUMAN) (UniProt), version 2024_01 to 2024_02 (1.4.0) of 2024-01-24, at "
        f"https://bdp.example/uniprot/P01308/1.4.0, under CC-BY-4.0, SHA-256 {SHA256}. The "
        "software used is: BLAST (UniProt), version 2024_01 (1.4.0) of 2024-01-24, at "
        "https://bdp.example/uniprot/blast/1.4.0. These are all versions that the lock file of "
        f"this study (SHA-256 {SHA256}) pins as of 2026-02-01 as known at 2026-02-03T00:00:00Z; it "
        "is read by the registry of biological data at https://bdp.example.\n"
    )


def test_who_used_nothing_says_so() -> None:
    assert availability(told()) == "No data were used in this study.\n"


@given(name=texts, publisher=texts)
def test_every_reference_is_one_line(name: str, publisher: str) -> None:
    lines = write(told(work(name=name, publisher=publisher), work())).splitlines()
    assert len(lines) == 2
    assert lines[0].startswith(said(publisher))
    assert said(name) in lines[0]
