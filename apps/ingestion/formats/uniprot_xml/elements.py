"""An entry as a tree of elements without namespaces, and how to ask it."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET  # nosec B405

from apps.ingestion.formats.entries import Malformed
from apps.ingestion.formats.texts import decoded, number

Element = ET.Element

_ROOT = '<uniprot xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</uniprot>'


def tree(text: bytes) -> Element:
    """The element of one entry. Raises `Malformed`.

    Without a document type, which cannot stand inside an element, XML knows no entity but its five
    own: nothing can expand.
    """
    try:
        root = ET.fromstring(_ROOT.format(decoded(text)))  # noqa: S314 # nosec B314
    except (ET.ParseError, ValueError) as error:
        raise Malformed(f"It is no well-formed XML ({error}).") from error
    for element in root.iter():
        element.tag = element.tag.rpartition("}")[2]
    entry = root.find("entry")
    if entry is None:
        raise Malformed("It is no entry of UniProt.")
    return entry


def said(element: Element | None) -> str | None:
    """An element's text on one line; None if there is none."""
    return None if element is None else " ".join((element.text or "").split()) or None


def each(element: Element, path: str) -> tuple[str, ...]:
    """The texts of the elements at a path."""
    return tuple(text for found in element.iterfind(path) if (text := said(found)))


def count(element: Element | None, attribute: str) -> int | None:
    """The number in an attribute."""
    digits = "" if element is None else element.get(attribute, "")
    return number(digits) if digits.isdecimal() and digits.isascii() else None


def leaves(element: Element) -> Iterator[str]:
    """All texts and the values of all attributes, in order, those of evidence left out."""
    for found in element.iter():
        for name, value in found.attrib.items():
            if name not in ("evidence", "type", "key") and value.strip():
                yield value.strip()
        if text := said(found):
            yield text
