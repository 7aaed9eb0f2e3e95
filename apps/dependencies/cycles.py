"""Whether a version would come to depend on itself. Pure: no Django here.

Only drafts can be on a cycle: what a published version depends on was published before it.
"""

from collections import defaultdict, deque
from collections.abc import Iterable
from uuid import UUID

Edge = tuple[UUID, UUID]


def way(start: UUID, first: Iterable[UUID], edges: Iterable[Edge]) -> tuple[UUID, ...]:
    """A shortest way from `start` by one of `first` along the `edges` back to it; empty if none.

    Each version is visited once, however many ways lead there: a ladder of diamonds is no trap.
    """
    onwards = defaultdict(list)
    for version, needed in edges:
        onwards[version].append(needed)
    came_from = dict.fromkeys(first, start)
    waiting = deque(came_from)
    while waiting and start not in came_from:
        here = waiting.popleft()
        for needed in onwards[here]:
            if needed not in came_from:
                came_from[needed] = here
                waiting.append(needed)
    return _back(start, came_from) if start in came_from else ()


def _back(start: UUID, came_from: dict[UUID, UUID]) -> tuple[UUID, ...]:
    steps = [start, came_from[start]]
    while steps[-1] != start:
        steps.append(came_from[steps[-1]])
    return tuple(reversed(steps))
