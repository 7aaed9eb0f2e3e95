"""UniProt XML read into the same records as the flat file."""

import io
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

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
    Protein,
    Reference,
)
from apps.ingestion.formats import Entry, Format, Refused, Unreadable, uniprot_xml
from apps.ingestion.formats.registry import FORMATS
from tests.ingestion.formats.real import each
from tests.ingestion.formats.samples import SEQUENCE, XML, XML_ENTRY


def read(content: bytes) -> list[Entry | Refused]:
    return list(FORMATS["uniprot-xml"].entries(io.BytesIO(content)))


def test_an_entry_in_full() -> None:
    found = uniprot_xml.parse(XML_ENTRY.encode())

    assert (found.accession, found.secondary_accessions) == ("P00001", ("Q00002",))
    assert (found.entry_name, found.reviewed) == ("SAMP_HUMAN", True)
    assert found.names == Names("Sample & protein", ("SPA",), ("Alpha of samples",))
    assert (found.ec_numbers, found.flags) == (("1.2.3.4",), ("Precursor",))
    assert found.genes == (Gene("SAMP1", orf=("ORF1",)),)
    assert found.organism == Organism(
        9606, "Homo sapiens (Human)", ("Eukaryota", "Homo"), "Plastid; Chloroplast"
    )
    assert found.hosts == (Host(9913, "Bos taurus"),)
    assert found.dates == Dates(date(1986, 7, 21), date(1991, 2, 1), date(2024, 1, 24))
    assert (found.sequence_version, found.entry_version) == (2, 187)
    assert (found.protein_existence, found.keywords) == (1, ("3D-structure",))
    assert found.cross_references == (CrossReference("EMBL", "X00001", ("mRNA",)),)
    assert found.comments == (Comment("FUNCTION", "Is a sample."),)
    assert found.sequence == SEQUENCE


def test_features_have_the_keys_and_locations_of_the_flat_file() -> None:
    assert uniprot_xml.parse(XML_ENTRY.encode()).features == (
        Feature("CHAIN", "?..69", None, 69, "Sample chain", "ECO:0000269|PubMed:1", "PRO_1"),
        Feature("BINDING", "33", 33, 33),
    )


def test_citations_are_worded_as_in_the_flat_file() -> None:
    assert uniprot_xml.parse(XML_ENTRY.encode()).references == (
        Reference(
            number=1,
            positions="FUNCTION, AND SUBUNIT",
            comments="STRAIN=A, and B",
            group="The sample consortium",
            authors="Doe J.",
            location="Submitted (APR-2000) to the EMBL/GenBank/DDBJ databases",
        ),
    )


def test_the_bytes_of_an_entry_are_those_of_the_file() -> None:
    content = XML.replace(b"</uniprot>", XML_ENTRY.encode() + b"</uniprot>")
    found = read(content)

    assert [each.text for each in found] == [XML_ENTRY.encode()] * 2
    assert [each.line for each in found] == [3, 4 + XML_ENTRY.count("\n")]


@pytest.mark.parametrize(
    ("was", "is_", "reason"),
    [
        (f'length="{len(SEQUENCE)}"', 'length="7"', "Its sequence has 69 residues instead of 7."),
        ("<name>SAMP_HUMAN", "<name>&evil;", "It is no well-formed XML"),
        ("<name>SAMP_HUMAN", '<!DOCTYPE a [<!ENTITY b "c">]><name>', "It is no well-formed XML"),
        ("<accession>", "<other>", "It is no well-formed XML"),
        ("P00001", "P 0001", "“P 0001” is no accession."),
        (SEQUENCE[:60], "MK7", "Its sequence holds something else than letters."),
    ],
)
def test_a_broken_entry_is_refused_and_the_rest_is_taken(was: str, is_: str, reason: str) -> None:
    broken = XML_ENTRY.replace(was, is_, 1).encode()
    found = read(XML.replace(b"</uniprot>", broken + XML_ENTRY.encode() + b"</uniprot>"))

    assert [type(each) for each in found] == [Entry, Refused, Entry]
    assert isinstance(found[1], Refused)
    assert found[1].reason.startswith(reason)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b'<!DOCTYPE a [<!ENTITY b "c">]>' + XML[39:], "It has a document type"),
        (XML.replace(b"UTF-8", b"EBCDIC-US"), "It is written in EBCDIC-US"),
        (b"<html></html>", "It is no UniProt XML: it begins with “<html></html>”"),
    ],
)
def test_what_is_no_uniprot_xml_is_refused_as_a_whole(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert str(refused.value).startswith(reason)


@each("uniprot_xml/uni*")
def test_older_schemas_are_read(shared_data: Path, name: str) -> None:
    with (shared_data / name).open("rb") as stream:
        found = list(FORMATS["uniprot-xml"].entries(stream))

    assert found
    assert all(isinstance(each, Entry) and each.organism for each in found)


def test_the_twin_of_a_flat_file_gives_the_same_proteins(shared_data: Path) -> None:
    ours = _proteins(FORMATS["uniprot-xml"], shared_data / "uniprot_xml/multi_ex.xml")
    flat = _proteins(FORMATS["uniprot"], shared_data / "swissprot/biopython/multi_ex.txt")

    assert len(ours) == 8
    assert [_what_both_have(each) for each in ours] == [_what_both_have(each) for each in flat]


def _proteins(format_: Format, path: Path) -> list[Protein]:
    with path.open("rb") as stream:
        return [format_.parse(each.text) for each in format_.entries(stream)]


def _what_both_have(protein: Protein) -> dict[str, Any]:
    """All but the order of keywords, and the hyphens that stand for nothing."""
    fields = asdict(protein)
    fields["keywords"] = sorted(protein.keywords)
    fields["cross_references"] = [
        (each.database, each.id, [field for field in each.fields if field != "-"])
        for each in protein.cross_references
    ]
    return fields
