"""What versions depend on in their turn, and where two of them cannot agree. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from apps.core.errors import FieldError
from apps.resolving.dtos import Fact

Edges = Iterable[tuple[UUID, UUID]]


def required(edges: Edges) -> set[UUID]:
    """Every version that another one requires."""
    return {needed for _, needed in edges}


def conflicts(
    edges: Edges, facts: Mapping[UUID, Fact], asked: Mapping[UUID, str]
) -> Iterator[FieldError]:
    """A problem for each spec that brings one of several required versions of one source.

    `asked` has the spec of each version that was asked for itself; those never conflict.
    """
    comes = _first_ways(edges, facts, asked)
    by_source = defaultdict[UUID, list[UUID]](list)
    for version in comes:
        by_source[facts[version].source_id].append(version)
    for versions in by_source.values():
        if len(versions) > 1:
            yield from _told(sorted(versions, key=lambda each: facts[each].label), comes, facts)


def _told(
    versions: list[UUID], comes: Mapping[UUID, list[str]], facts: Mapping[UUID, Fact]
) -> Iterator[FieldError]:
    source = facts[versions[0]]
    ways = "; ".join(" → ".join(comes[version]) for version in versions)
    told = f"Two versions of {source.organization}:{source.source} are required: {ways}."
    for spec in dict.fromkeys(comes[version][0] for version in versions):
        yield FieldError(field=spec, code="conflict", detail=told)


def _first_ways(
    edges: Edges, facts: Mapping[UUID, Fact], asked: Mapping[UUID, str]
) -> dict[UUID, list[str]]:
    """For each required version the shortest way to it: from a spec over labels to its own."""
    needs, came = defaultdict[UUID, list[UUID]](list), dict[UUID, list[str]]()
    for version, needed in edges:
        needs[version].append(needed)
    now = [(root, [spec]) for root, spec in sorted(asked.items(), key=lambda item: item[1])]
    while now:
        level, now = now, []
        for version, way in level:
            for needed in sorted(needs[version], key=lambda each: facts[each].label):
                if needed not in came:
                    came[needed] = [*way, facts[needed].label]
                    now.append((needed, came[needed]))
    return came
