"""What operators type and the files they name, read before anything begins."""

from argparse import ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
from rest_framework import serializers

from apps.core.errors import invalid_field
from apps.core.fields import Day, Instant
from apps.resolving.errors import UnreadableLock, UnreadableManifest
from apps.resolving.manifests import Manifest, ManifestError, read

MOST_OF_A_LOCK = 256 * 1024 * 1024


def typed(field: serializers.Field[Any, Any, Any, Any]) -> Callable[[str], Any]:
    """What a client of the API may send as this field, as an argument."""

    def argument(text: str) -> Any:
        try:
            return field.run_validation(text)
        except serializers.ValidationError as wrong:
            told, *_ = wrong.detail
            raise ArgumentTypeError(f"“{text}”: {told}") from None

    return argument


day, instant = typed(Day()), typed(Instant())


def manifest(path: Path) -> Manifest:
    """The manifest in a file. Raises `UnreadableManifest` or `InvalidRequest`."""
    try:
        return read(_content(path))
    except ManifestError as wrong:
        raise UnreadableManifest(where=path, wrong=f"{wrong}.") from None


def lock(path: Path) -> Any:
    """The lock in a file. Raises `UnreadableLock` or `InvalidRequest`."""
    try:
        return orjson.loads(_content(path))
    except orjson.JSONDecodeError as wrong:
        raise UnreadableLock(wrong=str(wrong)) from None


def keep(path: Path, content: bytes) -> None:
    """Write a file, all of it or nothing. Raises `InvalidRequest`."""
    begun = path.with_name(f".{path.name}.begun")
    try:
        begun.write_bytes(content)
        begun.replace(path)
    except OSError as wrong:
        raise invalid_field(str(path), f"it cannot be written: {wrong.strerror}") from None


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_OF_A_LOCK:
            raise invalid_field(str(path), "this file is too large to be a lock or a manifest")
        return path.read_bytes()
    except OSError as wrong:
        raise invalid_field(str(path), f"it cannot be read: {wrong.strerror}") from None
