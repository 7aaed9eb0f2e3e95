"""Resolving as tests ask for it."""

from typing import Any

import orjson
import pytest

from apps.resolving.errors import Unresolvable
from apps.resolving.queries import get_resolution


def locked(*specs: str, **at: Any) -> dict[str, Any]:
    """The lock of these specs."""
    lock: dict[str, Any] = orjson.loads(get_resolution(sources=specs, **at).lock)
    return lock


def resolved(spec: str, **at: Any) -> str:
    """What one spec means."""
    meant: str = locked(spec, **at)["sources"][spec.strip()]["resolved"]
    return meant


def failing(*specs: str, **at: Any) -> dict[str, str]:
    """Why these fail, each that does."""
    with pytest.raises(Unresolvable) as refused:
        get_resolution(sources=specs, **at)
    return {error.field: error.detail for error in refused.value.errors}
