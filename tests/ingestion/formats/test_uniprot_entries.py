"""The records of a flat file: where each begins and ends, which are taken, which refused."""

import io
from dataclasses import replace
from itertools import pairwise

import pytest

from apps.ingestion.formats import Entry, Refused, Unreadable, uniprot
from apps.ingestion.formats.entries import entry_of
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.formats.uniprot.skimming import skim
from apps.ingestion.formats.uniprot.splitting import cut
from tests.ingestion.formats.samples import MODERN, OLD, SEQUENCE

LINES = MODERN.count(b"\n")


def read(content: bytes) -> list[Entry | Refused]:
    return list(FORMATS["uniprot"].entries(io.BytesIO(content)))


def test_what_is_indexed_of_a_record() -> None:
    assert read(MODERN) == [
        Entry(
            accession="P00001",
            secondary_accessions=("A0A000A0A1", "Q00002"),
            entry_name="SAMP_HUMAN",
            reviewed=True,
            name="Sample protein alpha",
            genes=("SAMP1", "SMP", "HvS2;8", "ORF1", "SAMP2", "At1g00001", "At1g00002"),
            organism="Homo sapiens (Human)",
            taxid=9606,
            protein_existence=1,
            sequence_version=2,
            fragment=True,
            sequence=SEQUENCE.encode(),
            text=MODERN,
            line=1,
        )
    ]


def test_todays_layout_is_read_by_bytes_alone_and_to_the_same_effect() -> None:
    assert skim(MODERN, 7) == entry_of(uniprot.parse(MODERN), MODERN, 7)
    assert skim(OLD, 7) is None


@pytest.mark.parametrize(
    "between",
    [b"", b"\n", b"\n\r\n \n"],
    ids=["nothing", "a blank line", "blank lines"],
)
def test_records_follow_each_other(between: bytes) -> None:
    found = read(between.join([MODERN, OLD, MODERN]) + between)

    assert [each.text for each in found] == [MODERN, OLD, MODERN]
    assert [after.line - before.line for before, after in pairwise(found)] == [
        LINES + between.count(b"\n"),
        OLD.count(b"\n") + between.count(b"\n"),
    ]


def test_files_without_a_last_line_end_are_told_apart_when_they_are_put_together() -> None:
    bare = MODERN.removesuffix(b"\n")

    assert [each.text for each in read(bare + OLD + bare)] == [bare, OLD, bare]


@pytest.mark.parametrize("content", [MODERN + OLD, (MODERN + OLD).replace(b"\n", b"\r\n")])
def test_a_record_may_lie_over_the_border_of_two_blocks(content: bytes) -> None:
    whole = list(cut(iter([content])))

    assert len(whole) == 2
    for border in range(10, len(content)):
        assert list(cut(iter([content[:border], content[border:]]))) == whole


def test_lines_may_end_as_on_windows() -> None:
    content = MODERN.replace(b"\n", b"\r\n")
    (found, _) = read(content * 2)

    assert isinstance(found, Entry)
    assert replace(found, text=MODERN) == read(MODERN)[0]
    assert found.text == content


def test_a_broken_record_between_good_ones_is_refused_and_the_rest_is_taken() -> None:
    broken = MODERN.replace(b" 69 AA;", b" 70 AA;")
    found = read(MODERN + broken + MODERN)

    assert [type(each) for each in found] == [Entry, Refused, Entry]
    assert found[1] == Refused(
        LINES + 1, "P00001", "Its sequence has 69 residues instead of 70.", broken
    )


def test_a_record_that_was_cut_off_does_not_take_the_next_one_with_it() -> None:
    cut = MODERN[: MODERN.index(b"CC   ")]
    found = read(cut + MODERN)

    assert [type(each) for each in found] == [Refused, Entry]
    assert found[1].text == MODERN
    assert found[1].line == cut.count(b"\n") + 1


def test_a_record_cut_off_within_a_line_is_not_mended_with_the_next_one() -> None:
    other = MODERN.replace(SEQUENCE[:10].encode(), b"").replace(b"69 AA", b"59 AA")
    glued = MODERN[: MODERN.index(b"RX   ") + 3] + other

    assert [each.reason for each in read(glued) if isinstance(each, Refused)] == [
        "Its sequence has 59 residues instead of 69."
    ]


def test_lines_between_records_are_left_out() -> None:
    terms = b"-----\nA release of samples\n-----\n"
    found = read(terms + MODERN + terms + b"//\n" + MODERN + b"\x1a")

    assert [(each.text, each.line) for each in found] == [
        (MODERN, 4),
        (MODERN, 8 + LINES),
    ]


def test_the_rest_of_a_record_that_lost_its_first_line_is_refused() -> None:
    found = read(MODERN + MODERN.partition(b"\n")[2] + MODERN)

    assert [type(each) for each in found] == [Entry, Refused, Entry]
    assert found[1].line == LINES + 1


def test_a_stray_line_below_does_not_change_what_stands_in_its_place() -> None:
    stray = MODERN.replace(b"CC   -!- SUBUNIT", b"GN   Name=STRAY;\nCC   -!- SUBUNIT")
    (found,) = read(stray)

    assert isinstance(found, Entry)
    assert found.genes == read(MODERN)[0].genes  # type: ignore[union-attr]
    assert found == entry_of(uniprot.parse(stray), stray, 1)


def test_a_line_that_is_missing_in_its_place_is_found_in_another() -> None:
    genes = MODERN[MODERN.index(b"GN ") : MODERN.index(b"OS ")]
    moved = MODERN.replace(genes, b"").replace(b"DR   EMBL", genes + b"DR   EMBL")
    (found,) = read(moved)

    assert isinstance(found, Entry)
    assert found.genes[0] == "SAMP1"


def test_what_is_no_flat_file_is_refused_as_a_whole() -> None:
    with pytest.raises(Unreadable, match="no flat file of UniProt: it begins with “>sp"):
        read(b">sp|P00001\nMKT\n")


def test_a_record_without_an_end_is_refused_before_it_fills_the_memory() -> None:
    endless = b"ID   SAMP_HUMAN\nCC   " + b"A" * (40 << 20)

    with pytest.raises(Unreadable, match="line 1 goes on for more than 16 MiB"):
        read(MODERN[:0] + endless)
