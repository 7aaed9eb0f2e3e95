"""Citations of an entry, worded as the flat file words them."""

from collections.abc import Iterator, Sequence

from apps.biology.records import Reference
from apps.ingestion.formats.uniprot_xml.elements import Element, each, said

_MONTHS = "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC".split()  # noqa: SIM905
_KEPT = ("name", "db", "number", "institute", "country", "publisher", "city", "date")


def references(entry: Element) -> Iterator[Reference]:
    """The references in order, numbered from 1."""
    for number, found in enumerate(entry.iterfind("reference"), 1):
        citation = found.find("citation")
        yield _reference(number, found, Element("citation") if citation is None else citation)


def _reference(number: int, reference: Element, citation: Element) -> Reference:
    links = {link.get("type"): link.get("id") for link in citation.iterfind("dbReference")}
    people = (person.get("name", "") for person in citation.iterfind("authorList/person"))
    groups = (group.get("name", "") for group in citation.iterfind("authorList/consortium"))
    return Reference(
        number=number,
        positions=_enumerated(each(reference, "scope"), " AND ") or None,
        comments=_source(reference.find("source")),
        pubmed=links.get("PubMed") or None,
        doi=links.get("DOI") or None,
        group="; ".join(filter(None, groups)) or None,
        authors=", ".join(filter(None, people)) or None,
        title=said(citation.find("title")),
        location=_location(citation),
    )


def _source(source: Element | None) -> str | None:
    """`STRAIN=cv. Columbia, and cv. Landsberg erecta; TISSUE=Leaf`."""
    listed: dict[str, list[str]] = {}
    for found in () if source is None else source:
        if text := said(found):
            listed.setdefault(found.tag.upper(), []).append(text)
    return "; ".join(f"{kind}={_enumerated(names, ' and ')}" for kind, names in listed.items()) or (
        None
    )


def _enumerated(texts: Sequence[str], last: str) -> str:
    """`A`, `A, and B`, `A, B, and C`."""
    return f",{last}".join(filter(None, (", ".join(texts[:-1]), *texts[-1:])))


def _location(citation: Element) -> str | None:
    at = citation.attrib
    day = at.get("date", "")
    if citation.get("type") == "journal article" and "name" in at:
        pages = "-".join(filter(None, (at.get("first"), at.get("last"))))
        return f"{at['name']} {at.get('volume', '')}:{pages}({day[:4]})"
    if citation.get("type") == "submission":
        return f"Submitted ({_month(day)}) to {_receiver(at.get('db', ''))}"
    return ", ".join(at[name] for name in _KEPT if at.get(name)) or None


def _month(day: str) -> str:
    """`APR-2000` of `2000-04`."""
    year, _, month = day.partition("-")
    known = month[:2].isdecimal() and 1 <= int(month[:2]) <= len(_MONTHS)
    return f"{_MONTHS[int(month[:2]) - 1]}-{year}" if known else year


def _receiver(database: str) -> str:
    return f"the {database}" if database.endswith("databases") else database
