"""JSON in and out, by orjson: strict, UTF-8, instants in UTC with a Z."""

import json
from collections.abc import Mapping
from typing import IO, Any

import orjson
from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.negotiation import BaseContentNegotiation, DefaultContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from apps.core.errors import RequestTooLarge

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
        if isinstance(data, bytes):
            return data  # rendered already, to be tagged
        return b"" if data is None else dumps(data)


class OneLanguage(BaseContentNegotiation):
    """Whatever a client would rather have, it gets JSON, as RFC 9110 (section 12.5.1) allows."""

    def select_parser(self, request: Any, parsers: Any) -> Any:
        """The parser for what was sent, if there is one."""
        return DefaultContentNegotiation().select_parser(request, parsers)

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """The first renderer, always."""
        return renderers[0], renderers[0].media_type


class JSONParser(BaseParser):
    """What every endpoint understands: one JSON value, read without forgiveness."""

    media_type = "application/json"
    most: int | None = None  # of bytes; else the setting's

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The value. Raises `ParseError` for what is not JSON, names a key twice, or holds NUL.

        Raises `RequestTooLarge` without reading on.
        """
        most: Any = self.most or settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if len(body := stream.read(most + 1)) > most:
            raise RequestTooLarge(most=most)
        try:
            value = orjson.loads(body)
            json.loads(body, object_pairs_hook=_no_key_twice)
            _refuse_nul(body, value)
        except (ValueError, RecursionError) as error:
            raise ParseError(f"The body is not JSON that can be read: {error}.") from None
        return value


class LargeJSONParser(JSONParser):
    """The same where a lock is sent: ten thousand pins and what they depend on."""

    most = 16 * 1024 * 1024


def _refuse_nul(body: bytes, value: Any) -> None:
    if b"\\u0000" in body and _holds_nul(value):
        raise ValueError("it holds a NUL character, which no text here may")


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
