"""Figures over whole tables, counted at most once a minute for strangers: as long as they may
keep a page themselves."""

from collections.abc import Callable
from datetime import timedelta
from threading import Lock
from typing import Any, TypeVar

from apps.core.services import services

FOR = timedelta(seconds=60)
MOST = 1000

R = TypeVar("R")

_lock = Lock()
_counted: dict[Any, tuple[Any, Any]] = {}


def lately(key: tuple[str, ...], count: Callable[[], R]) -> R:
    """What `count` told of `key` within the last minute, else what it tells now."""
    now = services.clock.now()
    with _lock:
        at, known = _counted.get(key, (None, None))
    if at is not None and timedelta() <= now - at < FOR:
        return known  # type: ignore[no-any-return]
    told = count()
    with _lock:
        if len(_counted) >= MOST:
            _counted.clear()
        _counted[key] = now, told
    return told


def forget() -> None:
    """Count anew from now on."""
    with _lock:
        _counted.clear()
