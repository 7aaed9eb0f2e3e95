"""How DTOs look in the published schema, so that viewsets need not repeat them."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from drf_spectacular.extensions import (
    OpenApiAuthenticationExtension,
    OpenApiSerializerExtension,
)
from drf_spectacular.openapi import AutoSchema

Schema = dict[str, Any]

SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    UUID: {"type": "string", "format": "uuid"},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


class DtoExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """A frozen dataclass as a component: every field required, `| None` as null."""

    target_class = "apps.core.api.Problem"

    @classmethod
    def _matches(cls, target: Any) -> bool:
        return isinstance(target, type) and is_dataclass(target)

    def get_name(self, auto_schema: AutoSchema, direction: Any) -> str:
        """The dataclass's own name."""
        return str(self.target.__name__)

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> Schema:
        """An object schema with the docstring as its description."""
        hints = get_type_hints(self.target)
        names = [field.name for field in fields(self.target)]
        return {
            "type": "object",
            "description": (self.target.__doc__ or "").strip(),
            "properties": {name: _schema(hints[name], auto_schema) for name in names},
            "required": [name for name in names if not _may_be_absent(self.target, name)],
        }


class PageExtension(OpenApiSerializerExtension):  # type: ignore[no-untyped-call]
    """The envelope of every list."""

    target_class = "apps.core.api.PageOf"

    def get_name(self, auto_schema: AutoSchema, direction: Any) -> str:
        """The shown DTO's name and `Page`."""
        return f"{self.target.shown.__name__}Page"

    def get_identity(self, auto_schema: AutoSchema, direction: Any) -> Any:
        """Two pages of one DTO are one component."""
        return self.target.shown

    def map_serializer(self, auto_schema: AutoSchema, direction: Any) -> Schema:
        """`results`, the addresses of the pages beside this one, and `count` where asked for."""
        address = {"type": ["string", "null"], "format": "uri"}
        shown = _schema(self.target.shown, auto_schema)
        return {
            "type": "object",
            "description": "A page, and the addresses of those beside it.",
            "properties": {
                "results": {"type": "array", "items": shown},
                "next": address,
                "previous": address,
                "count": {"type": "integer", "minimum": 0},
            },
            "required": ["results", "next", "previous"],
        }


class BearerExtension(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Tokens, as the schema names them."""

    target_class = "apps.accounts.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: AutoSchema) -> Schema:
        """RFC 6750."""
        return {"type": "http", "scheme": "bearer", "description": "A token of POST /tokens."}


def _schema(hint: Any, auto_schema: AutoSchema) -> Schema:
    if hint in SCALARS:
        return dict(SCALARS[hint])
    if isinstance(hint, type) and is_dataclass(hint):
        return dict(auto_schema.resolve_serializer(hint, "response").ref)  # type: ignore[arg-type]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _one_of([_schema(argument, auto_schema) for argument in arguments])
    if origin is Literal:
        return {"type": "string", "enum": list(arguments)}
    if origin in (tuple, list):
        return {"type": "array", "items": _schema(arguments[0], auto_schema)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _schema(arguments[1], auto_schema)}
    raise TypeError(f"The schema has no word for {hint!r}.")


def _one_of(schemas: list[Schema]) -> Schema:
    """`text or null` in the short form that readers and generators like best."""
    null = SCALARS[NoneType]
    others = [schema for schema in schemas if schema != null]
    if len(others) == 1 < len(schemas) and "enum" not in others[0] and "type" in others[0]:
        return {**others[0], "type": [others[0]["type"], "null"]}
    return {"oneOf": schemas}


def _may_be_absent(dto: type, name: str) -> bool:
    return any(field.name == name and field.default is None for field in fields(dto))
