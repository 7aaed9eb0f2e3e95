"""The flat file taken apart: today's grammar, the older ones, and what lies between."""

from datetime import date

import pytest

from apps.biology.records import (
    Comment,
    CrossReference,
    Dates,
    Feature,
    Gene,
    Host,
    Names,
    Organism,
    Reference,
)
from apps.ingestion.formats import checks, uniprot
from apps.ingestion.formats.entries import Malformed
from tests.ingestion.formats.samples import MODERN, OLD, SEQUENCE


def test_whose_record_it_is() -> None:
    found = uniprot.parse(MODERN)

    assert (found.accession, found.secondary_accessions) == ("P00001", ("A0A000A0A1", "Q00002"))
    assert (found.entry_name, found.reviewed) == ("SAMP_HUMAN", True)
    assert (found.sequence_version, found.entry_version) == (2, 187)
    assert found.dates == Dates(date(1986, 7, 21), date(1991, 2, 1), date(2024, 1, 24))


def test_names_are_those_of_the_whole_protein_and_ec_numbers_those_of_its_parts_too() -> None:
    found = uniprot.parse(MODERN)

    assert found.names == Names(
        recommended="Sample protein alpha",
        short=("SPA",),
        alternative=("Alpha of samples", "AOS", "CD999"),
    )
    assert found.ec_numbers == ("1.2.3.4", "1.2.3.5")
    assert found.flags == ("Precursor", "Fragment")


def test_a_gene_name_may_hold_a_semicolon() -> None:
    assert uniprot.parse(MODERN).genes == (
        Gene(name="SAMP1", synonyms=("SMP", "HvS2;8"), orf=("ORF1",)),
        Gene(name="SAMP2", ordered_locus=("At1g00001", "At1g00002")),
    )


def test_the_host_is_not_the_organism() -> None:
    found = uniprot.parse(MODERN)

    assert found.organism == Organism(
        taxid=9606,
        name="Homo sapiens (Human)",
        lineage=("Eukaryota", "Metazoa", "Chordata", "Mammalia", "Homo"),
        organelle="Plastid; Chloroplast",
    )
    assert found.taxids == (9606,)
    assert found.hosts == (Host(9913, "Bos taurus (Bovine)"),)


def test_broken_lines_are_joined_and_evidence_is_left_out() -> None:
    found = uniprot.parse(MODERN)

    assert found.keywords == ("3D-structure", "Cell membrane", "Signal")
    assert found.comments == (
        Comment("FUNCTION", "Is a sample-like one. Does nothing."),
        Comment("SUBUNIT", "Monomer."),
    )
    assert found.references == (
        Reference(
            number=1,
            positions="NUCLEOTIDE SEQUENCE [MRNA], AND FUNC-TION",
            comments="STRAIN=Bristol N2; TISSUE=Liver",
            pubmed="12345",
            doi="10.1002/(SICI)1097(1999)35:3<401::AID-P8>3.0.CO;2-K",
            group="The sample consortium",
            authors="Doe J., Roe R.",
            title="A sample with a trans-membrane part, and its end.",
            location="J. Samples 1:2-3(1999)",
        ),
    )


def test_cross_references_keep_every_field_and_the_isoform() -> None:
    assert uniprot.parse(MODERN).cross_references == (
        CrossReference("EMBL", "X00001", ("CAA00001.1", "-", "mRNA")),
        CrossReference("RefSeq", "NP_000001.1", ("NM_000001.2",), isoform="P00001-2"),
    )


def test_locations_are_the_files_own() -> None:
    assert uniprot.parse(MODERN).features == (
        Feature("SIGNAL", "1..?17", 1, 17, evidence="ECO:0000255|HAMAP-Rule:MF_1, ECO:0000269"),
        Feature("CHAIN", "<18..>69", 18, 69, note="Sample chain", id="PRO_0000000001"),
        Feature("BINDING", "33", 33, 33),
        Feature(
            "VAR_SEQ",
            "P00001-2:5..6",
            5,
            6,
            note="AYIAKQRQ -> M (in isoform 2)",
            id="VSP_000001",
        ),
        Feature("DISULFID", "?..40", None, 40),
    )


def test_length_mass_and_checksums_are_those_of_the_sequence() -> None:
    found = uniprot.parse(MODERN)

    assert (found.sequence, found.length) == (SEQUENCE, len(SEQUENCE))
    assert found.mass == checks.mass(SEQUENCE.encode())
    assert found.crc64 == checks.crc64(SEQUENCE.encode())
    assert found.sequence_sha256 == checks.digest(SEQUENCE.encode())


def test_the_old_heading() -> None:
    found = uniprot.parse(OLD)

    assert (found.accession, found.entry_name, found.reviewed) == ("P00001", "SAMP_HUMAN", True)
    assert found.dates == Dates(date(1986, 7, 21), date(1991, 2, 1), date(1998, 12, 15))
    assert (found.sequence_version, found.entry_version) == (None, None)
    assert (found.protein_existence, found.taxids) == (None, (9606, 10090))
    assert found.organism.name == "Homo sapiens (Human), and Mus musculus (Mouse)"


def test_old_names_are_in_one_text() -> None:
    found = uniprot.parse(OLD)

    assert found.names == Names(
        recommended="SAMPLE PROTEIN (A (B) KIND) PRECURSOR", alternative=("ALPHA", "FRAGMENT")
    )
    assert found.ec_numbers == ("1.2.3.4", "1.2.3.5")
    assert found.flags == ("Fragment",)


def test_old_gene_names_are_joined_by_words() -> None:
    assert uniprot.parse(OLD).genes == (Gene("SAMP1", synonyms=("SMP",)), Gene("SAMP2"))


def test_old_features_are_in_columns() -> None:
    assert uniprot.parse(OLD).features == (
        Feature("SIGNAL", "1..?", 1, None, note="POTENTIAL"),
        Feature(
            "CHAIN",
            "<1..69",
            1,
            69,
            note="SAMPLE PROTEIN",
            evidence="ECO:0000255",
            id="PRO_0000000001",
        ),
        Feature("BINDING", "33", 33, 33),
    )


@pytest.mark.parametrize(
    ("stated", "note"),
    [
        (b"MKT AYI -> M KT (in isoform 2)", "MKTAYI -> MKT (in isoform 2)"),
        (b"MKT AYI->M KT: Loss of all", "MKTAYI->MKT: Loss of all"),
        (b"MKT -> A (in SAMP; A KT -> B)", "MKT -> A (in SAMP; A KT -> B)"),
        (b"S -> A or T", "S -> A or T"),
        (b"Missing (in isoform 2)", "Missing (in isoform 2)"),
    ],
)
def test_only_the_residues_of_a_change_lose_their_blanks(stated: bytes, note: str) -> None:
    record = MODERN.replace(b"Sample\nFT                   chain", stated)

    assert uniprot.parse(record).features[1].note == note


@pytest.mark.parametrize(
    ("was", "is_", "reason"),
    [
        (b"ID   SAMP_HUMAN ", b"IX   SAMP_HUMAN ", "It has no ID line."),
        (b"69 AA.", b"70 AA.", "Its sequence has 69 residues instead of 70."),
        (b" 69 AA;", b" 68 AA;", "Its sequence has 69 residues instead of 68."),
        (b"MKTAY", b"MK1AY", "Its sequence holds something else than letters."),
        (b"Monomer", b"Mono\0mer", "It holds a NUL byte."),
        (b"AC   P00001; A0A000A0A1;\nAC   Q00002;\n", b"", "It has no accession."),
        (b"P00001;", b"P(0001;", "“P(0001” is no accession."),
        (b"SQ   SEQ", b"SX   SEQ", "It has no sequence."),
        (b"\n//\n", b"\n", "It has no // at its end."),
        (b"Reviewed;         69 AA.", b"SV 1; 69 BP.", "It is an entry of a nucleotide database."),
    ],
)
def test_a_record_is_refused_with_a_sentence(was: bytes, is_: bytes, reason: str) -> None:
    assert was in MODERN

    with pytest.raises(Malformed) as refused:
        uniprot.parse(MODERN.replace(was, is_, 1))

    assert str(refused.value) == reason


def test_a_wrong_checksum_or_mass_is_reported_and_the_record_is_taken() -> None:
    letters = SEQUENCE.encode()
    crc64, mass = checks.crc64(letters), checks.mass(letters)
    wrong = MODERN.replace(f" {mass} MW;  {crc64}".encode(), b" 7 MW;  " + b"A" * 16)

    assert uniprot.parse(wrong) == uniprot.parse(MODERN)
    assert uniprot.disagreements(MODERN, letters) == ()
    assert uniprot.disagreements(OLD, letters) == ()
    assert uniprot.disagreements(wrong, letters) == (
        f"It states a mass of 7 Da; its sequence has {mass}.",
        f"It states CRC64 AAAAAAAAAAAAAAAA; that of its sequence is {crc64}.",
    )


def test_letters_that_are_not_ascii_are_read_in_either_encoding() -> None:
    for encoding in ("utf-8", "latin-1"):
        text = MODERN.decode().replace("Doe J.", "Döe J.").encode(encoding)

        assert uniprot.parse(text).references[0].authors == "Döe J., Roe R."
