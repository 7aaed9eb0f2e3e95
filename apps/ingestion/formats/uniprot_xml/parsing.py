"""One entry of UniProt XML taken apart in full."""

import re
from datetime import date

from apps.biology.records import CrossReference, Dates, Gene, Host, Names, Organism, Protein
from apps.ingestion.formats import checks
from apps.ingestion.formats.entries import Malformed
from apps.ingestion.formats.texts import check_accession, check_entry_name, residues
from apps.ingestion.formats.uniprot_xml.comments import comments
from apps.ingestion.formats.uniprot_xml.elements import Element, count, each, said, tree
from apps.ingestion.formats.uniprot_xml.features import features
from apps.ingestion.formats.uniprot_xml.references import references

_ACCESSION = re.compile(rb"<accession>\s*([A-Za-z0-9][\w.-]{0,254})\s*</accession>")
_STATUS = {"Swiss-Prot": True, "TrEMBL": False}
_EXISTENCE = (
    "evidence at protein level",
    "evidence at transcript level",
    "inferred from homology",
    "predicted",
    "uncertain",
)
_FRAGMENT = {"single": "Fragment", "multiple": "Fragments"}
_OTHER_NAMES = ("allergenName", "biotechName", "cdAntigenName", "innName")
_NO_DATABASE = ("EC", "NCBI Taxonomy")


def parse(text: bytes) -> Protein:
    """The protein of one entry. Raises `Malformed` for what `entries` refuses."""
    entry = tree(text)
    accession, *secondary = _accessions(entry)
    entry_name = said(entry.find("name"))
    check_entry_name(entry_name)
    sequence = _sequence(entry)
    letters = sequence.encode()
    stated = entry.find("sequence")
    organism = _organism(entry)
    return Protein(
        accession=accession,
        secondary_accessions=tuple(secondary),
        entry_name=entry_name,
        reviewed=_STATUS.get(entry.get("dataset", "")),
        names=_names(entry),
        ec_numbers=_ec_numbers(entry),
        flags=_flags(stated),
        genes=tuple(_gene(gene) for gene in entry.iterfind("gene")),
        organism=organism,
        taxids=() if organism.taxid is None else (organism.taxid,),
        hosts=tuple(Host(_taxid(host), _called(host)) for host in entry.iterfind("organismHost")),
        keywords=each(entry, "keyword"),
        protein_existence=_existence(entry),
        dates=Dates(
            created=_day(entry, "created"),
            sequence_updated=_day(stated, "modified"),
            entry_updated=_day(entry, "modified"),
        ),
        sequence_version=count(stated, "version"),
        entry_version=count(entry, "version"),
        cross_references=tuple(
            _cross_reference(found)
            for found in entry.iterfind("dbReference")
            if found.get("type") not in _NO_DATABASE
        ),
        features=tuple(features(entry)),
        comments=tuple(comments(entry)),
        references=tuple(references(entry)),
        length=len(sequence),
        mass=checks.mass(letters),
        crc64=checks.crc64(letters),
        sequence=sequence,
        sequence_sha256=checks.digest(letters),
    )


def accession_of(text: bytes) -> str | None:
    """The accession of an entry, at a glance where that is enough; None if it has none."""
    found = None if b"<!" in text else _ACCESSION.search(text)
    if found:
        return found[1].decode()
    try:
        return _accessions(tree(text))[0]
    except Malformed:
        return None


def _accessions(entry: Element) -> tuple[str, ...]:
    found = each(entry, "accession")
    if not found:
        raise Malformed("It has no accession.")
    for accession in found:
        check_accession(accession)
    return found


def _sequence(entry: Element) -> str:
    stated = entry.find("sequence")
    if stated is None:
        raise Malformed("It has no sequence.")
    sequence = residues(stated.text or "")
    length = count(stated, "length")
    if length is not None and length != len(sequence):
        raise Malformed(f"Its sequence has {len(sequence)} residues instead of {length}.")
    return sequence


def _names(entry: Element) -> Names:
    recommended = each(entry, "protein/recommendedName/fullName")
    protein = entry.find("protein")
    others = (
        *recommended[1:],
        *each(entry, "protein/alternativeName/*"),
        *(name for kind in _OTHER_NAMES for name in each(entry, f"protein/{kind}")),
    )
    numbers = () if protein is None else each(protein, "alternativeName/ecNumber")
    return Names(
        recommended=next(iter(recommended), None),
        short=each(entry, "protein/recommendedName/shortName"),
        alternative=tuple(name for name in others if name not in numbers),
        submitted=(
            *each(entry, "protein/submittedName/fullName"),
            *each(entry, "protein/submittedName/shortName"),
        ),
    )


def _ec_numbers(entry: Element) -> tuple[str, ...]:
    """Those of the names; before 2012 they stood among the cross-references."""
    old = (found.get("id", "") for found in entry.iterfind("dbReference[@type='EC']"))
    return tuple(dict.fromkeys((*each(entry, "protein//ecNumber"), *filter(None, old))))


def _flags(sequence: Element | None) -> tuple[str, ...]:
    if sequence is None:
        return ()
    precursor = ("Precursor",) if sequence.get("precursor") == "true" else ()
    fragment = _FRAGMENT.get(sequence.get("fragment", ""))
    return (*precursor, fragment) if fragment else precursor


def _gene(gene: Element) -> Gene:
    return Gene(
        name=said(gene.find("name[@type='primary']")),
        synonyms=each(gene, "name[@type='synonym']"),
        ordered_locus=each(gene, "name[@type='ordered locus']"),
        orf=each(gene, "name[@type='ORF']"),
    )


def _organism(entry: Element) -> Organism:
    found = entry.find("organism")
    if found is None:
        return Organism()
    return Organism(
        taxid=_taxid(found),
        name=_called(found),
        lineage=each(found, "lineage/taxon"),
        organelle=_organelle(entry),
    )


def _organelle(entry: Element) -> str | None:
    """`Plastid; Chloroplast` and `Plasmid pBR322`, as the flat file has them."""
    places = []
    for found in entry.iterfind("geneLocation"):
        kind, name = found.get("type", "").capitalize(), said(found.find("name"))
        kind = f"Plastid; {kind}" if kind in ("Chloroplast", "Cyanelle", "Apicoplast") else kind
        places.append(" ".join(filter(None, (kind, name))))
    return ", ".join(filter(None, places)) or None


def _called(organism: Element) -> str | None:
    """`Homo sapiens (Human)`: the scientific name, then the others in brackets."""
    scientific = said(organism.find("name[@type='scientific']"))
    others = (
        name
        for kind in ("common", "synonym", "full", "abbreviation")
        for name in each(organism, f"name[@type='{kind}']")
    )
    return " ".join([scientific or "", *(f"({name})" for name in others)]).strip() or None


def _taxid(organism: Element) -> int | None:
    return count(organism.find("dbReference[@type='NCBI Taxonomy']"), "id")


def _existence(entry: Element) -> int | None:
    found = entry.find("proteinExistence")
    stated = "" if found is None else found.get("type", "").lower()
    return _EXISTENCE.index(stated) + 1 if stated in _EXISTENCE else None


def _day(element: Element | None, attribute: str) -> date | None:
    try:
        return None if element is None else date.fromisoformat(element.get(attribute, ""))
    except ValueError:
        return None


def _cross_reference(found: Element) -> CrossReference:
    return CrossReference(
        database=found.get("type", ""),
        id=found.get("id", ""),
        fields=tuple(
            f"{value} A" if named.get("type") == "resolution" else value
            for named in found.iterfind("property")
            if (value := named.get("value"))
        ),
        isoform=next((id_ for each in found.iterfind("molecule") if (id_ := each.get("id"))), None),
    )
