"""Real facts that the published schema shows. Each slice adds its own in an `examples` module."""

from typing import Any

from rest_framework.serializers import Serializer

from apps.core.downloads import Download
from apps.core.rendering import plain
from apps.core.uploads import Upload

_shown: dict[type, Any] = {}
_documents: dict[str, dict[str, Any]] = {}
_addresses: dict[str, tuple[Any, str]] = {}


def show(*answers: object) -> None:
    """Let each of these values stand for its DTO."""
    for answer in answers:
        _shown[type(answer)] = plain(answer)


def show_body(serializer: type[Serializer[Any]], **body: object) -> None:
    """Let this be what a client sends where `serializer` is read."""
    _shown[serializer] = plain(body)


def show_files(**by_media_type: object) -> None:
    """Let these stand for what a `Download` brings."""
    _shown[Download] = plain(by_media_type)


def show_documents(name: str, **by_media_type: object) -> None:
    """Let these stand for the documents of this name."""
    _documents[name] = plain(by_media_type)


def show_upload(**by_media_type: object) -> None:
    """Let this stand for what an `Upload` brings."""
    _shown[Upload] = plain(by_media_type)


def show_address(name: str, example: object, description: str) -> None:
    """Describe a part of paths."""
    _addresses[name] = plain(example), description


def example_of(kind: type) -> Any:
    """What was shown for a DTO or a serializer. Raises `KeyError` if nothing was."""
    return _shown[kind]


def documents(name: str) -> dict[str, Any]:
    """What was shown for the documents of this name, by media type."""
    return _documents[name]


def address(name: str) -> tuple[Any, str]:
    """An example for a part of a path, and what it means. Raises `KeyError`."""
    return _addresses[name]
