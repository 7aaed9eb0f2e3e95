"""`RELEASE.metalink`: size, digests and mirrors of the files beside it.

Metalink 3.0 (http://www.metalinker.org/, which UniProt writes) and 4 (RFC 5854). A document type
is refused unread, so that no entity is ever declared, let alone expanded or fetched.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from apps.ingestion.fetching.errors import Unfetchable
from apps.ingestion.fetching.expectations import Expected

NAME = "RELEASE.metalink"

_DIGESTS = {"md5": 32, "sha256": 64}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile:
    """What the publisher tells of one file."""

    name: str
    expected: Expected
    mirrors: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metalink:
    """The release that a folder belongs to, if it says so, and the folder's files by name."""

    version: str | None = None
    files: Mapping[str, PublishedFile] = field(default_factory=dict)


def read_metalink(content: bytes, address: str) -> Metalink:
    """What is told; sizes and digests that are none are left out. Raises `Unfetchable`."""
    reading = _Reading()
    try:
        reading.parser.Parse(content, True)  # noqa: FBT003 - expat takes it by position
    except (expat.ExpatError, ValueError, LookupError) as error:
        reason = f"it is no well-formed metalink ({error})"
        raise Unfetchable(address=address, reason=reason) from error
    if reading.root != "metalink":
        raise Unfetchable(address=address, reason="it is no metalink")
    return Metalink(version=reading.version, files=reading.files)


class _Reading:
    def __init__(self) -> None:
        self.parser: Any = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartDoctypeDeclHandler = self._refuse_doctype
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._read
        self.parser.EndElementHandler = self._end
        self.root: str | None = None
        self.version: str | None = None
        self.files: dict[str, PublishedFile] = {}
        self._file: str | None = None
        self._kind = ""
        self._text: list[str] = []
        self._facts: dict[str, str] = {}
        self._mirrors: list[str] = []

    def _refuse_doctype(self, *_: object) -> None:
        raise ValueError("a document type, which no metalink has")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        self.root = self.root or name
        self._text = []
        self._kind = attributes.get("type", "").lower().replace("-", "")
        if name == "file":
            self._file = attributes.get("name", "")
            self._facts, self._mirrors = {}, []

    def _read(self, text: str) -> None:
        self._text.append(text)

    def _end(self, tag: str) -> None:
        text, self._text = "".join(self._text).strip(), []
        match _local(tag):
            case "version" if self._file is None:
                self.version = self.version or text or None
            case "size":
                self._facts.setdefault("size", text)
            case "hash":
                self._facts.setdefault(self._kind, text.lower())
            case "url" if re.match(r"https?://", text):
                self._mirrors.append(text)
            case "file":
                self._keep()

    def _keep(self) -> None:
        name, self._file = self._file or "", None
        expected = Expected(
            size=_number(self._facts.get("size", "")),
            md5=_digest("md5", self._facts),
            sha256=_digest("sha256", self._facts),
        )
        told = PublishedFile(name=name, expected=expected, mirrors=tuple(self._mirrors))
        self.files.setdefault(name, told)


def _local(tag: str) -> str:
    return tag.rpartition(" ")[2]


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,18}", text) else None


def _digest(kind: str, facts: Mapping[str, str]) -> str | None:
    text = facts.get(kind, "")
    return text if re.fullmatch(rf"[0-9a-f]{{{_DIGESTS[kind]}}}", text) else None
