"""Who waits for news holds a thread of the web server, so not all of them may wait."""

import time
from collections.abc import Callable
from threading import BoundedSemaphore
from typing import Any

from apps.events.dtos import Feed
from apps.events.queries import has_news

MOST_WAITING = 4  # at once in each process; whoever comes then is answered at once
LOOKS_EVERY = 0.2  # seconds

_places = BoundedSemaphore(MOST_WAITING)


def await_events(ask: Callable[..., Feed], *, wait: int, **asked: Any) -> Feed:
    """What `ask` answers, for at most `wait` seconds not before there is something.

    Between two looks no statement runs. Raises what `ask` raises.
    """
    feed = ask(**asked)
    if wait and not feed.results and _places.acquire(blocking=False):
        try:
            return _patiently(ask, feed, time.monotonic() + wait, asked)
        finally:
            _places.release()
    return feed


def _patiently(ask: Callable[..., Feed], feed: Feed, until: float, asked: dict[str, Any]) -> Feed:
    """The first news behind `feed`, or its end once the time is over."""
    while not feed.results and time.monotonic() < until:
        time.sleep(LOOKS_EVERY)
        if has_news(feed.next):
            feed = ask(**{**asked, "after": feed.next})
    return feed
