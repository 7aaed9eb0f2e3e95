"""Which members of releases a project pins too, and are not the same in both. Pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

from apps.biology.dtos import Change
from apps.projects import comparing
from apps.projects.differing import Span

Ask: TypeAlias = Callable[..., Iterable[tuple[Any, ...]]]

MOST_KEPT = 20_000  # of one reconciliation; each is a pin besides, which tells of it by itself


class Touched(NamedTuple):
    """The first of them, and how many there are beyond."""

    told: tuple[Change, ...] = ()
    left_out: int = 0


NONE = Touched()


def touched(spans: Mapping[int, Span], ask: Ask) -> dict[int, Touched]:
    """Those of each span, `MOST_KEPT` in all, shared out evenly; each span is asked for once."""
    if not spans:
        return {}
    places = {span: n for n, span in enumerate(dict.fromkeys(spans.values()))}
    asked = [{"n": n, "releases": of, "a": a, "b": b} for (of, a, b), n in places.items()]
    found: dict[int, list[Change]] = {}
    in_all: dict[int, int] = {}
    for n, there_are, *member in ask(asked, most=share(MOST_KEPT, len(spans))):
        found.setdefault(n, []).append(comparing.touched(*member))
        in_all[n] = there_are
    known = {n: Touched(tuple(told), in_all[n] - len(told)) for n, told in found.items()}
    return {at: known.get(places[span], NONE) for at, span in spans.items()}


def share(most: int, among: int) -> int:
    """How many each may have: one at least."""
    return max(1, most // max(1, among))
