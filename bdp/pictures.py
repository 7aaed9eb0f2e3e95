"""Two small pictures of releases, as the coordinates that an SVG in a page is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.ingestion.dtos import MonthOfReleases, NamedRelease

WIDTH, HEIGHT, FOOT = 720, 160, 24
LEFT, RIGHT, ROW = 12, 12, 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A month, as high as it has releases."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    label: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """A release on the line of days; its name stands before or after it, where there is room."""

    x: float
    y: float
    label_x: float
    anchor: str
    release: NamedRelease


def bars(months: Sequence[MonthOfReleases]) -> list[Bar]:
    """A bar for each month."""
    most = max((month.count for month in months), default=0) or 1
    step = WIDTH / max(len(months), 1)
    room = HEIGHT - FOOT - 18
    return [
        Bar(
            x=round(number * step + step * 0.15, 1),
            y=round(HEIGHT - FOOT - room * month.count / most, 1),
            width=round(step * 0.7, 1),
            height=round(room * month.count / most, 1),
            middle=round((number + 0.5) * step, 1),
            label=f"{month.month:%b}" if month.month.month > 1 else f"{month.month:%Y}",
            count=month.count,
        )
        for number, month in enumerate(months)
    ]


def points(releases: Sequence[NamedRelease]) -> list[Point]:
    """A point for each release, the newest on top, from left to right as the days go."""
    if not releases:
        return []
    first, last = releases[-1].effective_date, releases[0].effective_date
    return [_point(number, release, first, last) for number, release in enumerate(releases)]


def _point(number: int, release: NamedRelease, first: date, last: date) -> Point:
    share = (release.effective_date - first).days / ((last - first).days or 1)
    x = LEFT + share * (WIDTH - LEFT - RIGHT)
    is_right = x > WIDTH / 2
    return Point(
        x=round(x, 1),
        y=round((number + 0.5) * ROW, 1),
        label_x=round(x - 10 if is_right else x + 10, 1),
        anchor="end" if is_right else "start",
        release=release,
    )
