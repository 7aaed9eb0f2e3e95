"""Two small pictures of releases, as the coordinates that an SVG in a page is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from apps.ingestion.dtos import MonthOfReleases, NamedRelease

WIDTH, HEIGHT, HEAD, FOOT = 720, 180, 32, 30


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
    """A release, and how far along the line of days it stands, in percent."""

    x: float
    release: NamedRelease


def bars(months: Sequence[MonthOfReleases]) -> list[Bar]:
    """A bar for each month."""
    most = max((month.count for month in months), default=0) or 1
    step = WIDTH / max(len(months), 1)
    room = HEIGHT - HEAD - FOOT
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
    """A point for each release, from left to right as the days go."""
    days = [release.effective_date for release in releases]
    first, span = min(days, default=date.min), (max(days) - min(days)).days or 1 if days else 1
    return [
        Point(x=round(4 + 92 * (release.effective_date - first).days / span, 1), release=release)
        for release in releases
    ]
