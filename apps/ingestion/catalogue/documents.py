"""A JSON file as it was named: whole and unambiguous, or refused in one sentence."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from apps.ingestion.catalogue.errors import UnreadableCatalogue
from apps.ingestion.catalogue.texts import shown

LARGEST_MIB = 256

_KINDS = {
    dict: "an object",
    list: "a list",
    str: "a text",
    bool: "a truth value",
    int: "a number",
    float: "a number",
    type(None): "null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The object in a JSON file, with the file's path and the SHA-256 of its bytes."""

    path: Path
    sha256: str
    content: dict[str, Any]

    def refuse(self, reason: str) -> NoReturn:
        raise UnreadableCatalogue(file=_whole(self.path), reason=reason)


def read_document(path: Path) -> Document:
    """The object in a UTF-8 JSON file. Raises `UnreadableCatalogue`.

    Stricter than JSON asks: a key stands once in an object, and NaN is no number.
    """
    try:
        raw = _read(path)
        content = _parse(raw)
    except _RefusedError as refused:
        raise UnreadableCatalogue(file=_whole(path), reason=refused) from refused
    return Document(path=path, sha256=hashlib.sha256(raw).hexdigest(), content=content)


def kind_of(value: object) -> str:
    """What JSON calls this value, with its article."""
    return _KINDS[type(value)]


def _whole(path: Path) -> str:
    return shown(str(path), length=4096)


class _RefusedError(Exception):
    """A reason on its way to the file it concerns."""


def _read(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise _RefusedError("it is a directory")
        if path.exists() and not path.is_file():
            raise _RefusedError("it is not a regular file")
        if path.stat().st_size > LARGEST_MIB * 2**20:
            raise _RefusedError(f"it is larger than {LARGEST_MIB} MiB, which no catalogue is")
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError):  # a path may hold a NUL
        raise _RefusedError("there is no such file") from None
    except OSError as exc:
        raise _RefusedError(f"it cannot be read ({exc.strerror})") from exc


def _parse(raw: bytes) -> dict[str, Any]:
    if not raw.strip():
        raise _RefusedError("it is empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise _RefusedError(f"it is not UTF-8 text at byte {exc.start}") from None
    content = _loads(text)
    if not isinstance(content, dict):
        raise _RefusedError(f"it holds {kind_of(content)} instead of an object")
    return content


def _loads(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant)
    except json.JSONDecodeError as exc:
        problem = exc.msg[:1].lower() + exc.msg[1:]
        where = f"character {exc.pos} of {len(text)}"
        raise _RefusedError(f"it is cut off or no JSON: {problem} at {where}") from None
    except RecursionError:
        raise _RefusedError("it is nested too deeply") from None
    except ValueError:  # Python refuses to turn thousands of digits into a number
        raise _RefusedError("it holds a number with thousands of digits") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    times = Counter(key for key, _ in pairs)
    twice = next(key for key in times if times[key] > 1)
    raise _RefusedError(f"the key “{shown(twice)}” stands twice in one object")


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"it holds {name}, which is no JSON")
