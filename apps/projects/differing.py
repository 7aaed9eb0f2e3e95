"""How many members releases do not share. That never changes, so a process remembers it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias
from uuid import UUID

from apps.projects.dtos import Changed

Span: TypeAlias = tuple[UUID, int, int]  # the source of the releases, the earlier, the later
Ask: TypeAlias = Callable[[list[dict[str, Any]]], Iterable[tuple[int, int, int, int]]]

MOST_KEPT = 10_000

_known: dict[Span, Changed] = {}


def counted(spans: Mapping[int, Span], ask: Ask) -> dict[int, Changed]:
    """The counts of each span, asking for those that nobody asked for before, all at once."""
    new = [span for span in dict.fromkeys(spans.values()) if span not in _known]
    found = dict(zip(new, _asked(new, ask), strict=True)) if new else {}
    known = {**_known, **found}
    for span in new if len(_known) < MOST_KEPT else ():
        _known[span] = found[span]
    return {n: known[span] for n, span in spans.items()}


def _asked(spans: list[Span], ask: Ask) -> list[Changed]:
    told = [{"n": n, "releases": of, "a": a, "b": b} for n, (of, a, b) in enumerate(spans)]
    rows = sorted(ask(told))
    return [
        Changed(added=added, removed=removed, modified=modified)
        for _, added, removed, modified in rows
    ]
