"""Locks as others send them back: read for what they pin, and refused with every fault told."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from apps.citing.dtos import Held, Lock, Pin
from apps.core.errors import FieldError, InvalidRequest, invalid_field
from apps.files.dtos import MEDIA_TYPES
from apps.resolving.locks import checksum_of
from apps.versions.numbering import Number

PINNED = (
    r"^[a-z0-9][a-z0-9._-]{0,99}:[A-Za-z0-9][A-Za-z0-9._-]{0,254}"
    r"@[0-9]{1,9}\.[0-9]{1,9}\.[0-9]{1,9}$"
)
CHECKSUM = r"^sha256-[0-9a-f]{64}$"
FORMAT = r"^[a-z0-9]{1,20}$"
MOST_BYTES = 2**53 - 1  # the largest that every reader of JSON counts exactly
ASKED = ("sources", "tools")
SECTIONS = (*ASKED, "dependencies")
EDITED = "this is not of this lock, which somebody has edited: resolve again."


def read(told: Mapping[str, Any]) -> Lock:
    """The lock that a document is.

    Raises `InvalidRequest`, naming every pin that is none, or if its checksum is not its own.
    """
    faults: list[FieldError] = []
    pins: dict[tuple[str, str, str], dict[str, Held]] = {}
    lacks: dict[tuple[str, str, str], dict[str, None]] = {}
    asked: dict[str, str] = {}
    for section, spec, entry in _entries(told):
        field = f"{section}.{spec}"
        if fault := _fault(entry):
            faults.append(FieldError(field=field[:300], code="invalid", detail=fault))
            continue
        address = _address(entry["resolved"])
        files = pins.setdefault(address, {})
        files |= {file.format: file for file in _files(address, entry)}
        lacks[address] = {**lacks.get(address, {}), **dict.fromkeys(_lacking(entry))}
        if section in ASKED:
            asked.setdefault("{}:{}@{}".format(*address), spec)
    if faults:
        raise InvalidRequest(detail=f"{faults[0].field}: {faults[0].detail}", errors=tuple(faults))
    checksum = _text(told, "checksum")
    if checksum and checksum != checksum_of(told):
        raise invalid_field("checksum", EDITED)
    return Lock(
        pins=tuple(
            Pin(
                organization=organization,
                source=source,
                version=version,
                files=tuple(files.values()),
                lacks=tuple(lacks[organization, source, version]),
            )
            for (organization, source, version), files in sorted(pins.items())
        ),
        as_of=_text(told, "as_of"),
        known_at=_text(told, "known_at"),
        checksum=(checksum or "").removeprefix("sha256-") or None,
        asked=asked,
    )


def _entries(told: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for section in SECTIONS:
        pins = {} if told.get(section) is None else told[section]
        if not isinstance(pins, Mapping):
            raise invalid_field(section, "this must be an object with a pin for each spec.")
        yield from ((section, spec, pins[spec]) for spec in sorted(pins))


def _text(told: Mapping[str, Any], name: str) -> str | None:
    value = told.get(name)
    if value is not None and not isinstance(value, str):
        raise invalid_field(name, "this must be a text, or null.")
    return value


def _fault(entry: Any) -> str | None:
    """Why an entry of a lock is none, in a sentence."""
    if not isinstance(entry, Mapping) or not _matches(PINNED, entry.get("resolved")):
        return "this is no pin: “resolved” must say which version, such as uniprot:P01308@1.4.0."
    files = entry.get("files") or {}
    if not isinstance(files, Mapping):
        return "“files” must be an object with a file for each format."
    if not all(isinstance(file, Mapping) for file in files.values()):
        return "each of “files” must be an object with its checksum."
    told = _told(entry)
    if not all(
        _matches(FORMAT, name) and _matches(CHECKSUM, file["checksum"]) for name, file in told
    ):
        return "a file needs a format and a checksum, such as sha256- and 64 digits of 0-9a-f."
    sizes = [file.get("size") for _, file in told]
    if not all(size is None or _counts(size) for size in sizes):
        return "the size of a file is a count of bytes."
    return None


def _counts(size: Any) -> bool:
    """Whether it is a whole number, which JSON may also write as 9.0."""
    number = isinstance(size, int | float) and not isinstance(size, bool)
    return number and 0 <= size <= MOST_BYTES and size == int(size)


def _matches(pattern: str, value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def _told(entry: Mapping[str, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    """The files of a pin, each with its format and a checksum."""
    return [
        (name, file)
        for name, file in _named(entry)
        if name is not None and file.get("checksum") is not None
    ]


def _lacking(entry: Mapping[str, Any]) -> Iterator[str]:
    """What is missing of a file that is told only in part."""
    for name, file in _named(entry):
        if _matches(FORMAT, name) and file.get("checksum") is None:
            yield f"no checksum of its {name}"
        if name is None and file.get("checksum") is not None:
            yield "no format of its file"


def _named(entry: Mapping[str, Any]) -> list[tuple[Any, Mapping[str, Any]]]:
    """What a pin says of its file, or of each of several."""
    return [(entry.get("format"), entry), *(entry.get("files") or {}).items()]


def _address(resolved: str) -> tuple[str, str, str]:
    source, _, version = resolved.rpartition("@")
    organization, _, slug = source.partition(":")
    return organization, slug, str(Number(*map(int, version.split("."))))


def _files(address: tuple[str, str, str], entry: Mapping[str, Any]) -> Iterator[Held]:
    """Where they stand is told by the version: a path that somebody wrote could lead elsewhere."""
    organization, source, version = address
    below = f"sources/{organization}/{source}/versions/{version}/files"
    for name, file in _told(entry):
        sha256 = file["checksum"].removeprefix("sha256-")
        yield Held(
            format=name,
            path=f"{below}/{name}",
            sha256=sha256,
            size=None if (size := file.get("size")) is None else int(size),
            media_type=MEDIA_TYPES.get(name),
        )
