"""What a request says, read by serializers. What they do not name is refused."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from apps.core.errors import InvalidRequest, invalid_field
from apps.core.fields import Nothing
from apps.core.receiving import uploaded
from apps.core.unknown import refuse_fields, refuse_parameters


def parameters(query: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """What the query says. Raises `UnknownParameter` or `InvalidRequest`."""
    return _parsed(query, _given(query, request), refuse_parameters)


def body_of(
    request: Request, body: type[serializers.Serializer[Any]] | None, *, upload: bool
) -> dict[str, Any]:
    """What the body says: an upload as it comes in, else its fields. Raises `InvalidRequest`."""
    if upload:
        return {"body": uploaded(request)}
    _refuse_unread(request, body)
    return _parsed(body, request.data, refuse_fields) if body else {}


def _refuse_unread(request: Request, body: object) -> None:
    """What nobody reads is refused: a reason in the body of a DELETE would be lost unsaid."""
    announced = request.META.get("CONTENT_LENGTH", "") not in ("", "0")
    if body is None and (announced or "HTTP_TRANSFER_ENCODING" in request.META):
        why = " A reason goes into the address: ?reason=…" if request.method == "DELETE" else ""
        raise InvalidRequest(detail=f"This takes no body.{why}")


@cache
def _several(query: type[serializers.Serializer[Any]]) -> frozenset[str]:
    """The parameters that may be given more than once."""
    named = _reader(query).fields.items()
    return frozenset(name for name, field in named if isinstance(field, serializers.ListField))


def _given(query: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """The query's parameters as values: a list where several are taken, else the one there is."""
    several = _several(query)
    given = dict(request.query_params.lists())
    if twice := [name for name in given if name not in several and len(given[name]) > 1]:
        raise invalid_field(twice[0][:100], "give it once")
    return {name: given[name] if name in several else given[name][0] for name in given}


def _parsed(
    serializer: type[serializers.Serializer[Any]],
    data: Any,
    refuse: Callable[[Iterable[str], Iterable[str]], None],
) -> dict[str, Any]:
    if not isinstance(data, Mapping):
        raise InvalidRequest(detail="The body must be a JSON object, such as {}.")
    if serializer is Nothing and not data:
        return {}
    reader = _reader(serializer)
    refuse(sorted(set(data) - set(reader.fields)), reader.fields)
    return dict(reader.run_validation(dict(data)))


@cache
def _reader(serializer: type[serializers.Serializer[Any]]) -> serializers.Serializer[Any]:
    """What reads every request of this kind: it keeps nothing of them, and is slow to make."""
    return serializer()
