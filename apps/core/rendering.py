"""JSON in and out, by orjson: strict, UTF-8, instants in UTC with a Z."""

import json
from collections.abc import Mapping
from typing import IO, Any

import orjson
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC


def dumps(value: object) -> bytes:
    """`value` as JSON: DTOs, UUIDs, dates and instants included."""
    return orjson.dumps(value, option=OPTIONS)


def plain(value: object) -> Any:
    """`value` as it will look to whoever reads its JSON."""
    return orjson.loads(dumps(value))


class JSONRenderer(BaseRenderer):
    """What every endpoint answers with."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The bytes of the body; nothing for an empty answer."""
        return b"" if data is None else dumps(data)


class JSONParser(BaseParser):
    """What every endpoint understands: one JSON value, read without forgiveness."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value. Raises `ParseError` for what is not JSON, names a key twice, or holds NUL."""
        body = stream.read()
        try:
            value = orjson.loads(body)
            json.loads(body, object_pairs_hook=_no_key_twice)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is not JSON that can be read: {error}.") from None
        if b"\\u0000" in body and _holds_nul(value):
            raise ParseError("The body holds a NUL character, which no text here may.")
        return value


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return read


def _holds_nul(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_nul(key) or _holds_nul(inner) for key, inner in value.items())
    if isinstance(value, list):
        return any(_holds_nul(inner) for inner in value)
    return isinstance(value, str) and "\0" in value
