"""Comments of an entry under the topics of the flat file.

A comment that is a text is that text. Places in the cell, isoforms and addresses are worded as in
the flat file; of the other comments made of parts (interactions, kinetics) the parts are given in
their order.
"""

from collections.abc import Callable, Iterator, Mapping

from apps.biology.records import Comment
from apps.ingestion.formats.uniprot_xml.elements import Element, each, leaves, said

_TOPICS = {"online information": "WEB RESOURCE"}


def comments(entry: Element) -> Iterator[Comment]:
    """The comments in order."""
    for found in entry.iterfind("comment"):
        kind = found.get("type", "")
        text = _text(found)
        if text:
            yield Comment(_TOPICS.get(kind, kind.upper()) or None, text)


def _text(comment: Element) -> str:
    if all(child.tag == "text" for child in comment):
        return " ".join(each(comment, "text"))
    worded = _WORDED.get(comment.get("type", ""))
    return worded(comment) if worded else "; ".join(leaves(comment))


def _places(comment: Element) -> str:
    places = [_place(found) for found in comment.iterfind("subcellularLocation")]
    return " ".join([*places, *(f"Note={text}" for text in each(comment, "text"))])


def _address(comment: Element) -> str:
    """`Name=Wikipedia; Note=Some protein entry; URL="http://…";`"""
    uris = (f'"{link.get("uri", "")}"' for link in comment.iterfind("link"))
    fields = [("Name", comment.get("name")), *(("Note", note) for note in each(comment, "text"))]
    return _fields([*fields, *(("URL", uri) for uri in uris)])


def _isoforms(comment: Element) -> str:
    """`Event=Alternative splicing; Named isoforms=2; Name=1; IsoId=P28799-1; Sequence=…;`"""
    events = (found.get("type", "").capitalize() for found in comment.iterfind("event"))
    isoforms = comment.findall("isoform")
    fields: list[tuple[str, str | None]] = [
        ("Event", ", ".join(events)),
        ("Named isoforms", str(len(isoforms))),
        *(("Comment", text.removesuffix(".")) for text in each(comment, "text")),
    ]
    for isoform in isoforms:
        name, *synonyms = each(isoform, "name") or ("",)
        fields += [
            ("Name", name),
            ("Synonyms", ", ".join(synonyms)),
            ("IsoId", ", ".join(each(isoform, "id"))),
            ("Sequence", _sequence(isoform.find("sequence"))),
            *(("Note", text.removesuffix(".")) for text in _notes(isoform)),
        ]
    return _fields(fields)


def _notes(isoform: Element) -> tuple[str, ...]:
    """Beside the isoform; before 2014 in an element of its own."""
    return (*each(isoform, "text"), *each(isoform, "note"), *each(isoform, "note/text"))


def _sequence(sequence: Element | None) -> str:
    if sequence is None:
        return ""
    changes = ", ".join(sequence.get("ref", "").split())
    return changes or sequence.get("type", "").capitalize()


def _fields(fields: list[tuple[str, str | None]]) -> str:
    return " ".join(f"{key}={value};" for key, value in fields if value)


def _place(found: Element) -> str:
    """`Secreted, extracellular space (Potential); Multi-pass membrane protein.`"""
    parts = []
    for kind in ("location", "topology", "orientation"):
        names = [_with_status(part) for part in found.iterfind(kind)]
        nested = (name[:1].lower() + name[1:] for name in names[1:])
        parts += [", ".join([*names[:1], *nested])] if names else []
    return "; ".join(parts) + "."


def _with_status(part: Element) -> str:
    status = part.get("status")
    return f"{said(part)} ({status.capitalize()})" if status else said(part) or ""


_WORDED: Mapping[str, Callable[[Element], str]] = {
    "subcellular location": _places,
    "online information": _address,
    "alternative products": _isoforms,
}
