"""Proteins as Biopython reads them, put into the words of our own records.

Biopython keeps evidence codes in its texts, and broken lines as blanks; both are taken out here, as
the manual of the format says, before the two are compared.
"""

import io
import re
import warnings
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from Bio import SwissProt

_EVIDENCE = re.compile(r"\s*\{(?:ECO:\d+|E[A-Z]\d+)[^{}]*\}")
_STOPPED_TWICE = re.compile(rf"\.{_EVIDENCE.pattern}\.")
_KEYS = {
    "Name": "name",
    "Synonyms": "synonyms",
    "OrderedLocusNames": "ordered_locus",
    "ORFNames": "orf",
}


def read(text: bytes) -> dict[str, Any]:
    """The fields of one record by our names. Raises whatever Biopython raises."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        record = SwissProt.read(io.StringIO(text.decode()))
    return {
        "accession": record.accessions[0],
        "secondary_accessions": tuple(
            part for each in record.accessions[1:] for part in each.rstrip(";").split(";")
        ),
        "entry_name": record.entry_name,
        "reviewed": {"Reviewed": True, "STANDARD": True}.get(
            record.data_class, None if record.data_class == "IPI" else False
        ),
        "genes": tuple(_gene(gene) for gene in record.gene_name),
        "organism": plain(record.organism).removesuffix("."),
        "organelle": plain(record.organelle.replace("\n", " ")).removesuffix(".") or None,
        "lineage": tuple(record.organism_classification),
        "taxids": tuple(int(taxid.strip()) for taxid in record.taxonomy_id),
        "hosts": tuple(
            (int(taxid), name)
            for taxid, name in zip(record.host_taxonomy_id, record.host_organism, strict=True)
        ),
        "keywords": _keywords(record.keywords),
        "protein_existence": record.protein_existence or None,
        "dates": tuple(
            map(_day, (record.created, record.sequence_update, record.annotation_update))
        ),
        "versions": (
            tuple(map(_version, (record.sequence_update, record.annotation_update)))
            if record.data_class in ("Reviewed", "Unreviewed") or b", entry version " in text
            else (None, None)  # Biopython gives the numbers of releases
        ),
        "cross_references": tuple(map(_cross_reference, record.cross_references)),
        "features": tuple(map(_feature, record.features)),
        "comments": tuple(filter(None, map(squeezed, _without_terms(record.comments)))),
        "references": tuple(map(_reference, record.references)),
        "length": record.sequence_length,
        "mass": record.seqinfo[1],
        "crc64": record.seqinfo[2],
        "sequence": record.sequence,
    }


def plain(text: str) -> str:
    """A text without evidence codes."""
    return _EVIDENCE.sub("", _STOPPED_TWICE.sub(".", text)).strip()


def squeezed(text: str | None) -> str:
    """A text without evidence codes and without any blank, wherever its lines were broken."""
    return re.sub(r"\s+", "", plain(re.sub(r"\s+", " ", text or "")))


def _gene(gene: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    named = {_KEYS[key]: _names(value) for key, value in gene.items()}
    return tuple(sorted(named.items()))


def _names(value: Any) -> Any:
    """Names without evidence, which Biopython cuts at the commas in it."""
    if isinstance(value, str):
        return plain(value)
    return tuple(plain(", ".join(value)).split(", "))


def _keywords(keywords: list[str]) -> tuple[str, ...]:
    """Keywords without evidence, of which Biopython leaves pieces where a line was broken in it."""
    text = plain(re.sub(r",; (?=ECO:)", ", ", "; ".join(filter(None, keywords))))
    return tuple(text.split("; ")) if text else ()


def _day(stated: tuple[str, Any] | None) -> Any:
    return datetime.strptime(stated[0], "%d-%b-%Y").date() if stated else None  # noqa: DTZ007


def _version(stated: tuple[str, Any] | None) -> Any:
    return stated[1] if stated else None


def _cross_reference(columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns; Biopython leaves the isoform with the last of them."""
    return tuple(squeezed(re.sub(r"\. \[[^\]]+\]$", "", column)) for column in columns)


def _feature(feature: Any) -> dict[str, Any]:
    old = feature.qualifiers.get("description", "").removesuffix(".")
    return {
        "type": feature.type,
        "start": _place(feature.location.start, 1),
        "end": _place(feature.location.end, 0),
        "note": squeezed(feature.qualifiers.get("note", old)),
        "id": feature.id or None,
    }


def _place(position: Any, shift: int) -> int | None:
    return None if type(position).__name__ == "UnknownPosition" else int(position) + shift


def _without_terms(comments: list[str]) -> Iterator[str]:
    for comment in comments:
        yield comment.partition(" -----")[0]


def _reference(reference: Any) -> dict[str, Any]:
    links = dict(reversed(reference.references))
    return {
        "number": reference.number,
        "positions": squeezed(" ".join(reference.positions)).removesuffix("."),
        "comments": squeezed(";".join(f"{key}={text}" for key, text in reference.comments)),
        "pubmed": links.get("PubMed"),
        "doi": links.get("DOI"),
        "authors": squeezed(reference.authors),
        "title": squeezed(reference.title),
        "location": squeezed(reference.location).removesuffix("."),
    }
