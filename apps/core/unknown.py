"""What a request names and nobody here knows: refused, with what was perhaps meant."""

from collections.abc import Iterable
from difflib import get_close_matches

from apps.core.errors import FieldError, Invalid, InvalidRequest


class UnknownParameter(Invalid):
    code = "request.unknown_parameter"
    message = "{detail}"


def refuse_parameters(unknown: Iterable[str], known: Iterable[str]) -> None:
    """Raises `UnknownParameter` if there is any that is not known."""
    if errors := _unknown(unknown, known, "parameter"):
        raise UnknownParameter(detail=errors[0].detail, errors=errors)


def refuse_fields(unknown: Iterable[str], known: Iterable[str]) -> None:
    """Raises `InvalidRequest` if there is any that is not known."""
    if errors := _unknown(unknown, known, "field"):
        raise InvalidRequest(detail=errors[0].detail, errors=errors)


def _unknown(unknown: Iterable[str], known: Iterable[str], kind: str) -> tuple[FieldError, ...]:
    known = list(known)
    return tuple(
        FieldError(field=name[:100], code="unknown", detail=_told(name[:100], known, kind))
        for name in unknown
    )


def _told(name: str, known: list[str], kind: str) -> str:
    if near := get_close_matches(name, known, n=1):
        return f"There is no {kind} “{name}” here. Did you mean “{near[0]}”?"
    allowed = f"Possible are: {', '.join(known)}." if known else f"None is taken here as {kind}."
    return f"There is no {kind} “{name}” here. {allowed}"
