"""Whatever is published, deprecated, yanked and locked: what is told is what is so."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.errors import DomainError
from apps.core.services import services
from apps.dependencies.commands import set_dependencies
from apps.projects import commands
from apps.projects.queries import get_lock, get_manifest, get_reconciliation
from apps.sources.commands import update_source
from apps.versions import commands as versions
from apps.versions.dtos import VersionRef
from apps.versions.models import Version
from tests import builders
from tests.builders import BUILDER
from tests.projects.slowly import Became, Pin, Remembered, compared, remembered

SOURCES = ("reads", "calls", "genes")
MEANS = ("", "@latest", "@1.0.0", "@1", "@^1.0", "@~1.1", "@>=1,<3", "@first")
START = date(2026, 1, 1)
MINE: Any = {"actor": BUILDER, "owner": "lab", "name": "screen"}

SPECS = st.lists(
    st.builds("lab:{}{}".format, st.sampled_from(SOURCES), st.sampled_from(MEANS)),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip
OFTEN = ("publish", "publish", "require", "deprecate", "deprecate", "yank", "license", "look")
RARELY = ("unyank", "use", "lock", "lock as of", "lock as known")
DEEDS = st.lists(
    st.tuples(
        st.sampled_from((*OFTEN, *OFTEN, *RARELY)), st.sampled_from(SOURCES), st.integers(0, 7)
    ),
    min_size=6, max_size=20,
)  # fmt: skip
settings.register_profile("projects", deadline=None, max_examples=100, derandomize=True)


@pytest.fixture
def lab(db: None) -> None:
    """Three data sets, of each of which two releases are out."""
    builders.organization("lab")
    for source in SOURCES:
        builders.source(source, of="lab")
        builders.release("first", of=f"lab/{source}", on="2026-01-02")
        _needing(builders.draft("second", of=f"lab/{source}", on="2026-01-05"), source, "first")
    commands.create_project(**MINE)


@settings(
    settings.get_profile("projects"), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(specs=SPECS, deeds=DEEDS)
def test_what_is_told_is_what_a_slow_comparison_tells(
    lab: None, specs: list[str], deeds: list[tuple[str, str, int]]
) -> None:
    with _undone():
        _use(*specs)
        moments = [services.clock.now()]
        noted = _lock(None)
        for deed, source, number in [*deeds, ("look", "", 0)]:
            if deed.startswith("lock"):
                noted = _lock(noted, **_how(deed, number, moments))
            elif deed != "look":
                _do(deed, source, number)
                moments.append(services.clock.now())
            elif noted:
                assert _told() == compared(noted, _used()), (deed, source, number)


def _how(deed: str, number: int, moments: list[datetime]) -> dict[str, Any]:
    """From which point of view it is locked."""
    if deed == "lock as of":
        return {"as_of": START + timedelta(days=2 * number)}
    return {"known_at": moments[number % len(moments)]} if deed == "lock as known" else {}


def _lock(before: Remembered | None, **how: Any) -> Remembered | None:
    """Lock, and see that what was just locked is in sync; what is noted now."""
    try:
        commands.lock_project(**MINE, **how)
    except DomainError:
        return before
    assert {became.status for became in _told().values()} == {"unchanged"}
    return remembered(orjson.loads(get_lock("lab", "screen", actor=BUILDER).content))


def _told() -> dict[Pin, Became]:
    made = commands.reconcile_project(**MINE)
    told = get_reconciliation("lab", "screen", made, actor=BUILDER)
    assert told.in_sync == all(pin.status == "unchanged" for pin in told.pins)
    return {
        (pin.section, pin.spec): Became(
            pin.status, pin.locked, pin.current, pin.bump, pin.license_changed
        )
        for pin in told.pins
    }


def _used() -> dict[str, tuple[str, ...]]:
    manifest = get_manifest("lab", "screen", actor=BUILDER)
    return {"sources": manifest.sources, "tools": manifest.tools}


def _use(*sources: str) -> None:
    manifest: Any = {"project": {}, "sources": sources, "tools": []}
    commands.update_project(**MINE, manifest=manifest)


def _do(deed: str, source: str, number: int) -> None:
    if deed in {"publish", "require"}:
        _publish(source, number, requires=deed == "require")
    elif deed == "use":
        spec = f"lab:{source}{MEANS[number]}"
        _use(*{*_used()["sources"]} ^ {spec})
    elif deed == "license":
        changed = ("MIT", "CC0-1.0")[number % 2]
        update_source(actor=BUILDER, organization="lab", source=source, license=changed)
    else:
        _move(deed, source, number)


def _publish(source: str, number: int, *, requires: bool) -> None:
    """Let a version be out, of some day; it may need one of the next source."""
    day = START + timedelta(days=2 * number)
    named: Any = {"number": f"{number}.{number}.1"} if number > 4 else {}
    try:
        made = builders.draft(of=f"lab/{source}", on=day.isoformat(), **named)
    except DomainError:
        return  # that number is taken
    _needing(made, source if requires else "", ("first", "second")[number % 2])


def _needing(made: VersionRef, source: str, version: str) -> None:
    """Publish what needs a version of what comes before its source, if that can be."""
    if source in SOURCES[1:]:
        needed = SOURCES[SOURCES.index(source) - 1]
        wanted: Any = [{"source": f"lab/{needed}", "version": version}]
        with suppress(DomainError):
            set_dependencies(actor=BUILDER, **builders.address(made), dependencies=wanted)
    versions.publish_version(actor=BUILDER, **builders.address(made))


def _move(deed: str, source: str, number: int) -> None:
    rows = list(Version.objects.filter(source__slug=source).order_by("id"))
    row = rows[number % len(rows)]
    at: Any = {"organization": "lab", "source": source, "version": str(row.pk)}
    with suppress(DomainError):
        if deed == "deprecate":
            versions.deprecate_version(actor=BUILDER, **at, reason="old")
        elif deed == "yank":
            versions.yank_version(actor=BUILDER, **at, reason="bad")
        else:
            versions.unyank_version(actor=BUILDER, **at)


@contextmanager
def _undone() -> Iterator[None]:
    before = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(before)
