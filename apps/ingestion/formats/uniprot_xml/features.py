"""Features of an entry under the keys and with the locations of the flat file."""

import re
from collections.abc import Iterator

from apps.biology.records import Feature
from apps.ingestion.formats.uniprot_xml.elements import Element, count, each, said

_KEYS = {
    "initiator methionine": "INIT_MET",
    "signal peptide": "SIGNAL",
    "propeptide": "PROPEP",
    "transit peptide": "TRANSIT",
    "chain": "CHAIN",
    "peptide": "PEPTIDE",
    "topological domain": "TOPO_DOM",
    "transmembrane region": "TRANSMEM",
    "intramembrane region": "INTRAMEM",
    "domain": "DOMAIN",
    "repeat": "REPEAT",
    "calcium-binding region": "CA_BIND",
    "zinc finger region": "ZN_FING",
    "DNA-binding region": "DNA_BIND",
    "nucleotide phosphate-binding region": "NP_BIND",
    "region of interest": "REGION",
    "coiled-coil region": "COILED",
    "short sequence motif": "MOTIF",
    "compositionally biased region": "COMPBIAS",
    "active site": "ACT_SITE",
    "metal ion-binding site": "METAL",
    "binding site": "BINDING",
    "site": "SITE",
    "non-standard amino acid": "NON_STD",
    "modified residue": "MOD_RES",
    "lipid moiety-binding region": "LIPID",
    "glycosylation site": "CARBOHYD",
    "disulfide bond": "DISULFID",
    "cross-link": "CROSSLNK",
    "splice variant": "VAR_SEQ",
    "sequence variant": "VARIANT",
    "mutagenesis site": "MUTAGEN",
    "unsure residue": "UNSURE",
    "sequence conflict": "CONFLICT",
    "non-consecutive residues": "NON_CONS",
    "non-terminal residue": "NON_TER",
    "helix": "HELIX",
    "turn": "TURN",
    "strand": "STRAND",
}
_CHANGES = ("VAR_SEQ", "VARIANT", "CONFLICT")
_BOUNDS = {"less than": "<", "greater than": ">", "uncertain": "?", "unknown": "?"}


def features(entry: Element) -> Iterator[Feature]:
    """The features in order."""
    codes = {found.get("key"): _code(found) for found in entry.iterfind("evidence")}
    for found in entry.iterfind("feature"):
        place = found.find("location")
        begin, end = _bounds(Element("location") if place is None else place)
        first, last = _end(begin), _end(end)
        evidence = (codes.get(key) for key in found.get("evidence", "").split())
        where = "" if place is None else place.get("sequence", "")
        span = first if first == last and first != "?" else f"{first}..{last}"
        key = _KEYS.get(found.get("type", ""), found.get("type", ""))
        yield Feature(
            type=key,
            location=f"{where}:{span}" if where else span,
            start=count(begin, "position"),
            end=count(end, "position"),
            note=_note(key, found),
            evidence=", ".join(filter(None, evidence)) or None,
            id=found.get("id") or None,
        )


def _bounds(place: Element) -> tuple[Element | None, Element | None]:
    single = place.find("position")
    return (single, single) if single is not None else (place.find("begin"), place.find("end"))


def _end(bound: Element | None) -> str:
    if bound is None:
        return "?"
    position = count(bound, "position")
    return _BOUNDS.get(bound.get("status", ""), "") + str(position or "") or "?"


def _note(key: str, feature: Element) -> str | None:
    text = _with_status(" ".join((feature.get("description") or "").split()), feature)
    original, variations = said(feature.find("original")), each(feature, "variation")
    if key == "MUTAGEN" and original:
        return f"{original}->{','.join(variations)}: {text}"
    if key in _CHANGES:
        text = re.sub(r"^In (?=\S)", "in ", text).removesuffix(".")
        change = f"{original} -> {' or '.join(variations)}" if original else "Missing"
        return f"{change} ({text})" if text else change
    return text or None


def _with_status(text: str, feature: Element) -> str:
    """`FAD (By similarity)`: before 2014 a feature said so how sure it is."""
    status = (feature.get("status") or "").capitalize()
    return f"{text} ({status})" if text and status else text or status


def _code(evidence: Element) -> str | None:
    """`ECO:0000269|PubMed:1234567`; evidence of before 2014 had no such code."""
    code = evidence.get("type", "")
    source = evidence.find("source/dbReference")
    if not code.startswith("ECO:"):
        return None
    return code if source is None else f"{code}|{source.get('type', '')}:{source.get('id', '')}"
