"""FASTA read and written, with UniProt's headers and with others."""

import io
from pathlib import Path

import pytest

from apps.biology.records import Gene, Names, Organism
from apps.ingestion.formats import Entry, Refused, Unreadable, fasta, uniprot
from apps.ingestion.formats.registry import FORMATS
from tests.ingestion.formats.samples import FASTA, MODERN, SEQUENCE


def read(content: str | bytes) -> list[Entry | Refused]:
    data = content.encode() if isinstance(content, str) else content
    return list(FORMATS["fasta"].entries(io.BytesIO(data)))


def test_what_a_header_says() -> None:
    found = fasta.parse(FASTA.encode())

    assert (found.accession, found.entry_name, found.reviewed) == ("P00001", "SAMP_HUMAN", True)
    assert (found.names, found.flags) == (Names(recommended="Sample protein alpha"), ("Fragment",))
    assert (found.genes, found.organism) == ((Gene("SAMP1"),), Organism(9606, "Homo sapiens"))
    assert (found.protein_existence, found.sequence_version) == (1, 2)
    assert (found.sequence, found.length) == (SEQUENCE, len(SEQUENCE))


def test_a_flat_file_record_is_written_as_uniprot_writes_it() -> None:
    assert fasta.render(uniprot.parse(MODERN)) == FASTA


def test_what_is_unknown_is_left_out_of_a_header() -> None:
    bare = fasta.header(
        accession="A0A000A0A1",
        entry_name=None,
        reviewed=None,
        name=None,
        flag=None,
        organism=None,
        taxid=None,
        gene=None,
        protein_existence=None,
        sequence_version=None,
    )

    assert bare == ">tr|A0A000A0A1|A0A000A0A1 A0A000A0A1"


@pytest.mark.parametrize(
    ("organism", "scientific"),
    [
        ("Homo sapiens (Human)", "Homo sapiens"),
        ("Escherichia coli (strain K12)", "Escherichia coli (strain K12)"),
        ("Frog virus 3 (isolate Goorha) (FV-3)", "Frog virus 3 (isolate Goorha)"),
        ("Virus (strain A/1 (H1N1)) (isolate B) (Flu)", "Virus (strain A/1 (H1N1)) (isolate B)"),
        ("Mosquito virus (MV) (strain of old)", "Mosquito virus"),
        ("(odd)", "(odd)"),
    ],
)
def test_the_common_name_of_an_organism_is_left_out(organism: str, scientific: str) -> None:
    assert fasta.scientific(organism) == scientific


@pytest.mark.parametrize(
    ("header", "accession", "entry_name", "reviewed", "name"),
    [
        (">tr|A0A1|A0A1_HUMAN Some protein OS=Homo", "A0A1", "A0A1_HUMAN", False, "Some protein"),
        (">sp|P1-2|X_Y Isoform 2 of X OS=Homo GN=X", "P1-2", "X_Y", True, "Isoform 2 of X"),
        (">P1 A plain name (of old)", "P1", None, None, "A plain name (of old)"),
        (">P1", "P1", None, None, None),
        (">ref|NP_1.2| a name", "NP_1.2", None, None, "a name"),
    ],
)
def test_headers_of_other_kinds(
    header: str, accession: str, entry_name: str | None, reviewed: bool | None, name: str | None
) -> None:
    (found,) = read(f"{header}\nmkt\nAYI*\n")

    assert isinstance(found, Entry)
    assert (found.accession, found.entry_name) == (accession, entry_name)
    assert (found.reviewed, found.name, found.sequence) == (reviewed, name, b"MKTAYI")


def test_the_bytes_of_the_records_are_the_file() -> None:
    content = (FASTA * 3).replace("\n", "\r\n").encode() + FASTA.encode() + b"\n"
    found = read(content)

    assert b"".join(each.text for each in found) == content
    assert [each.line for each in found] == [1, 4, 7, 10]


def test_a_record_without_residues_is_refused_and_the_rest_is_taken() -> None:
    found = read(FASTA + ">sp|P2|B_B Nothing\n" + "> \nMKT\n" + ">P3 digits\nMK7\n" + FASTA)

    assert [type(each) for each in found] == [Entry, Refused, Refused, Refused, Entry]
    assert [each.reason for each in found if isinstance(each, Refused)] == [
        "Its sequence is empty.",
        "Its header names no protein.",
        "Its sequence holds something else than letters.",
    ]


def test_lines_before_the_first_record_are_left_out() -> None:
    assert [each.line for each in read("; a comment\n" + FASTA)] == [2]


def test_what_is_no_fasta_is_refused_as_a_whole() -> None:
    with pytest.raises(Unreadable, match="no FASTA: it begins with “ID   SAMP_HUMAN"):
        read(MODERN)


def test_a_sequence_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    with pytest.raises(Unreadable, match="longer than 16 MiB"):
        read(b">P1\n" + b"M" * (40 << 20))


def test_the_twin_of_a_flat_file_gives_the_same_proteins(shared_data: Path) -> None:
    with (shared_data / "fasta/multi_ex.fasta").open("rb") as stream:
        ours = list(FORMATS["fasta"].entries(stream))
    with (shared_data / "swissprot/biopython/multi_ex.txt").open("rb") as stream:
        flat = list(FORMATS["uniprot"].entries(stream))

    assert len(ours) == len(flat) == 8
    for twin, entry in zip(ours, flat, strict=True):
        assert isinstance(twin, Entry)
        assert isinstance(entry, Entry)
        for field in ("accession", "entry_name", "reviewed", "name", "fragment", "sequence"):
            assert getattr(twin, field) == getattr(entry, field)
        assert twin.protein_existence == entry.protein_existence
        assert twin.sequence_version == entry.sequence_version
        assert twin.genes == entry.genes[:1]
        assert twin.organism == fasta.scientific(entry.organism or "")
