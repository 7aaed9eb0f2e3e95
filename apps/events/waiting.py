"""Who waits for news holds a thread of the web server, so not all of them may wait."""

import time
from threading import BoundedSemaphore
from typing import Any

from apps.core.actor import Actor
from apps.events import queries
from apps.events.dtos import Feed

MOST_WAITING = 4  # at once in each process; whoever comes then is answered at once
LOOKS_EVERY = 0.2  # seconds

_places = BoundedSemaphore(MOST_WAITING)


def await_events(*, wait: int, actor: Actor, source: str, **asked: Any) -> Feed:
    """What `queries.list_events` answers, for at most `wait` seconds not before there is something.

    Between two looks no statement runs. Raises `InvalidCursor`.
    """
    feed = queries.list_events(actor=actor, source=source, **asked)
    if wait and not feed.results and _places.acquire(blocking=False):
        try:
            return _patiently(feed, time.monotonic() + wait, actor=actor, source=source, **asked)
        finally:
            _places.release()
    return feed


def _patiently(feed: Feed, until: float, **asked: Any) -> Feed:
    """The first news behind `feed`, or its end once the time is over."""
    while not feed.results and time.monotonic() < until:
        time.sleep(LOOKS_EVERY)
        if queries.has_news(feed.next):
            feed = queries.list_events(**{**asked, "after": feed.next})
    return feed
