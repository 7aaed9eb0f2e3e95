"""Releases that a publisher offers, and which of them a registry lacks."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from apps.ingestion.fetching.expectations import Expected
from apps.ingestion.fetching.release_names import place_of, required_place


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRelease:
    """One release: its file is at `address`, or the `member` of the archive that is there.

    `size` (bytes) and `md5` are those of what is at `address`. None: nobody says.
    """

    name: str
    date: dt.date | None
    address: str
    size: int | None
    md5: str | None
    archived: bool
    member: str | None

    @property
    def expected(self) -> Expected:
        """What is at `address` must be; for `opened`, so that a moving `current` is noticed."""
        return Expected(size=self.size, md5=self.md5)


def newest_first(published: Iterable[PublishedRelease]) -> tuple[PublishedRelease, ...]:
    """Each name once: the release that is current is taken before its archive."""
    by_name: dict[str, PublishedRelease] = {}
    for release in sorted(published, key=lambda release: release.archived):
        by_name.setdefault(release.name, release)
    return tuple(sorted(by_name.values(), key=_place, reverse=True))


def latest(published: Iterable[PublishedRelease]) -> PublishedRelease | None:
    """The newest by its name, however the publisher sorts them."""
    return next(iter(newest_first(published)), None)


def missing(
    published: Iterable[PublishedRelease], held_names: Collection[str], since: str | None = None
) -> list[PublishedRelease]:
    """Those that are not held, from `since` on (itself included), the oldest first.

    Raises `Unfetchable` if `since` is no name of a release.
    """
    first = required_place(since) if since is not None else (0, 0)
    offered = reversed(newest_first(published))
    return [
        release
        for release in offered
        if release.name not in held_names and _place(release) >= first
    ]


def in_time(
    releases: Iterable[PublishedRelease], held_names: Collection[str]
) -> list[PublishedRelease]:
    """Those newer than all that is held: a source takes no release older than its newest."""
    newest = max((place_of(name) or (0, 0) for name in held_names), default=(0, 0))
    return [release for release in releases if _place(release) > newest]


def _place(release: PublishedRelease) -> tuple[int, int]:
    return place_of(release.name) or (0, 0)
