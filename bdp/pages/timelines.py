"""When the releases of a source came, as bars: of months, of years, or of more years at once.

However many releases there are, the bars are few enough to be told apart.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from apps.versions.dtos import ReleasesOfMonth

MOST_MONTHS, MOST_YEARS, FEW = 48, 60, 9
STEPS = (1, 2, 5, 10, 20, 50, 100, 200)
HEIGHT, LEAST = 100, 6  # of the tallest bar and, so that one release is seen, of the lowest


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """So many releases from one day until another, and where their bar stands."""

    x: int
    height: int
    label: str
    releases: int
    since: date
    until: date

    @property
    def y(self) -> int:
        """How far below the top it begins."""
        return HEIGHT - self.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Bars side by side, each ten wide, and what is said of them to who does not see them.

    Of a few months the picture is a small one: each bar would be a wall.
    """

    bars: tuple[Bar, ...]
    width: int
    labels: tuple[str, ...]
    told: str

    @property
    def small(self) -> bool:
        """Whether one label says when all of it was."""
        return len(self.labels) == 1


def timeline(months: Sequence[ReleasesOfMonth]) -> Timeline | None:
    """The bars of a source whose releases came in these months; None if there were none."""
    if not months:
        return None
    first, last = months[0].month, months[-1].month
    if _in_months(last) - _in_months(first) < MOST_MONTHS:
        return _drawn(months, 1)
    years = last.year - first.year + 1
    return _drawn(months, 12 * next(step for step in STEPS if years / step <= MOST_YEARS))


def _drawn(months: Sequence[ReleasesOfMonth], step: int) -> Timeline:
    """Bars that stand for `step` months each."""
    counted: Counter[int] = Counter()
    for each in months:
        counted[_in_months(each.month) // step] += each.releases
    start, end = min(counted), max(counted)
    most = max(counted.values())
    bars = tuple(
        _bar(place - start, place * step, step, count, most)
        for place, count in sorted(counted.items())
    )
    first, last = (_named(place * step, step) for place in (start, end))
    fullest = max(bars, key=lambda bar: bar.releases)
    told = f"{_counted(counted.total())}, {first} to {last}; the most, {most}, in {fullest.label}"
    labels = tuple(dict.fromkeys((first, last)))
    if step > 1 and end - start < FEW:
        labels = tuple(_named(place * step, step) for place in range(start, end + 1))
    elif end - start < FEW:
        labels = (" to ".join(labels),)
    room = end - start + 1 if step > 1 else max(end - start + 1, FEW)
    return Timeline(bars=bars, width=10 * room, labels=labels, told=told)


def _bar(place: int, start: int, step: int, count: int, most: int) -> Bar:
    return Bar(
        x=10 * place,
        height=max(LEAST, HEIGHT * count // most),
        label=_named(start, step),
        releases=count,
        since=_day(start),
        until=_day(start + step) - timedelta(days=1) if start + step < _END else date.max,
    )


def _counted(releases: int) -> str:
    return f"{releases:,} release{'' if releases == 1 else 's'}"


def _named(start: int, step: int) -> str:
    if step == 1:
        return f"{_day(start):%B} {_day(start).year}"
    first, last = start // 12, (start + step) // 12 - 1
    return str(first) if first == last else f"{first}-{last}"


_END = 12 * (date.max.year + 1)


def _in_months(day: date) -> int:
    return 12 * day.year + day.month - 1


def _day(months: int) -> date:
    return date(max(1, months // 12), months % 12 + 1, 1)
