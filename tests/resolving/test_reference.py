"""A thousand manifests mean what a slow, obvious resolver says, and always the same."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import orjson
import pytest

from apps.resolving.errors import Unresolvable
from apps.resolving.queries import get_resolution
from apps.versions.models import VersionState
from tests import builders
from tests.resolving import world
from tests.resolving.reference import Reference, Refused
from tests.resolving.world import Manifests, day

MANIFESTS = 1000
POINTS: list[dict[str, Any]] = [
    {"as_of": None, "known_at": None},
    {"as_of": date(2026, 1, 2), "known_at": None},
    {"as_of": None, "known_at": day(3)},
    {"as_of": date(2026, 2, 1), "known_at": day(4)},
]


@pytest.mark.timeout(900)  # thousands of questions, of two resolvers
def test_a_thousand_manifests_are_resolved_as_the_reference_does_whatever_comes_after(
    db: None,
) -> None:
    dice = Random(2026)
    world.build(dice)
    manifests = Manifests(dice)
    asked = [(manifests.manifest(), POINTS[n % len(POINTS)]) for n in range(MANIFESTS)]

    with builders.at(day(8)):
        first = [answered(specs, **at) for specs, at in asked]
        assert [answered(specs, **at) for specs, at in asked] == first
        assert differing(first, asked) == []
        later = asked[: MANIFESTS // 2]
        yesterday = [answered(specs, as_of=at["as_of"], known_at=day(7)) for specs, at in later]

    with builders.at(day(9)):
        world.publish(dice, 1000)
        world.move(dice, 900)
    assert VersionState.objects.filter(status="yanked", at=day(9)).count() >= 200

    with builders.at(day(10)):
        again = [answered(specs, as_of=at["as_of"], known_at=day(7)) for specs, at in later]
        assert again == yesterday
        now = [answered(specs, as_of=at["as_of"]) for specs, at in asked[:100]]
        assert sum(one != other for one, other in zip(now, yesterday, strict=False)) > 10

    met = Counter(isinstance(each, bytes) for each in first)
    assert met[True] > MANIFESTS / 3
    assert met[False] > MANIFESTS / 10


def answered(specs: list[str], **at: Any) -> bytes | frozenset[str]:
    """The lock, or the specs that fail."""
    try:
        return get_resolution(sources=specs, **at).lock
    except Unresolvable as refused:
        return frozenset(
            "conflict" if error.code == "conflict" else error.field
            for error in refused.errors
        )  # fmt: skip


def differing(answers: list[Any], asked: list[Any]) -> list[Any]:
    """Where the reference says something else."""
    reference = Reference()
    return [
        (specs, at, told, wanted)
        for told, (specs, at) in zip(answers, asked, strict=True)
        if (wanted := _expected(reference, specs, at))
        != (orjson.loads(told) if isinstance(told, bytes) else told)
    ]


def _expected(reference: Reference, specs: list[str], at: dict[str, Any]) -> Any:
    try:
        return reference.lock(specs, **at)
    except Refused as refused:
        return frozenset(refused.specs)
