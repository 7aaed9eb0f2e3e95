"""What every style says of a work in words, and how a text becomes one line."""

from collections.abc import Iterator

from apps.citing.dtos import Work


def one_line(text: str) -> str:
    """A text without line ends: whatever Unicode takes for a blank becomes a single one."""
    return " ".join(text.split())


def licence(work: Work) -> str | None:
    """Its licence, in the publisher's own words where it has no name."""
    if work.license in {None, "other"}:
        return work.license_note or None
    return work.license


def notes(work: Work) -> Iterator[str]:
    """What no field of a reference manager is for, sentence by sentence."""
    yield f"Identifier: {work.address}."
    if work.held_in and work.external_version:
        yield f"Held in release {work.held_in}."
    if told := licence(work):
        yield f"Licence: {told}."
    if work.sha256:
        yield f"SHA-256: {work.sha256}."
    if work.status != "published":
        yield f"This version is {work.status}."
    if work.citation:
        yield f"Cite also: {work.citation}"
