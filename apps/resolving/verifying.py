"""Whether what a lock says of a version is so. Pure: what the registry holds comes in."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from apps.resolving.dtos import VerifiedPin
from apps.resolving.errors import UnreadableLock

SECTIONS = ("sources", "tools", "dependencies")
FACTS = (
    "external_version", "effective_date", "license", "dependency_count", "dependencies_checksum",
)  # fmt: skip
BYTES = ("checksum", "size")

Told = Mapping[str, Any]
Held = Callable[[str, str], str | None]  # of a label and a format, the checksum of the bytes read


def pins(lock: Any) -> list[tuple[str, Told]]:
    """Every pin of a lock, with its spec. Raises `UnreadableLock`."""
    if not isinstance(lock, Mapping):
        raise UnreadableLock(wrong="it is no JSON object")
    found = []
    for section in SECTIONS:
        told = lock.get(section, {})
        if not isinstance(told, Mapping):
            raise UnreadableLock(wrong=f"“{section}” is no object")
        found += list(told.items())
    for spec, pin in found:
        if not isinstance(pin, Mapping) or not isinstance(pin.get("resolved"), str):
            raise UnreadableLock(wrong=f"“{spec}” does not say what it was resolved to")
    return found


def verified(spec: str, pin: Told, held: Told | None, bytes_of: Held | None) -> VerifiedPin:
    """One pin beside what the registry holds of the same version."""
    if held is None:
        gone = ("The registry has no such version.",)
        return VerifiedPin(
            spec=spec, resolved=pin["resolved"], holds=False, status=None, problems=gone
        )
    bytes_told = (held["away"],) if held["away"] else _bytes(pin, held, bytes_of)
    problems = (*_facts(pin, held), *bytes_told)
    return VerifiedPin(
        spec=spec, resolved=pin["resolved"], holds=not problems, status=held["status"],
        problems=problems,
    )  # fmt: skip


def _facts(pin: Told, held: Told) -> Iterator[str]:
    for name in FACTS:
        if pin.get(name) != held[name]:
            yield f"{name} was {pin.get(name)}, and is {held[name]}."


def _bytes(pin: Told, held: Told, bytes_of: Held | None) -> Iterator[str]:
    """What differs of the files that the pin names, by their checksums, and by their bytes."""
    files = held.get("files") or ({held["format"]: held} if held["format"] else {})
    for form, told in _files(pin):
        if form not in files:
            yield f"It has no file in the format “{form}” any more."
            continue
        for name in BYTES:
            if told.get(name) != files[form][name]:
                yield f"{name} of {form} was {told.get(name)}, and is {files[form][name]}."
        read = bytes_of(pin["resolved"], form) if bytes_of else None
        if read is not None and read != told.get("checksum"):
            yield f"The bytes of {form} that are held are {read}, not {told.get('checksum')}."


def _files(pin: Told) -> list[tuple[str, Told]]:
    if isinstance(pin.get("format"), str):
        return [(pin["format"], pin)]
    several = pin.get("files")
    named = several.items() if isinstance(several, Mapping) else ()
    return [(form, told if isinstance(told, Mapping) else {}) for form, told in named]
