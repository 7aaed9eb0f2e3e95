"""Whatever is published, deprecated, yanked and locked: what is told is what is so."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.errors import DomainError
from apps.projects import commands
from apps.projects.queries import get_lock, get_reconciliation
from apps.resolving.errors import Unresolvable
from apps.versions import commands as versions
from apps.versions.models import Version
from tests import builders
from tests.builders import BUILDER
from tests.projects.slowly import Remembered, compared, remembered

SOURCES = ("reads", "calls", "genes")
MEANS = ("", "@latest", "@1.0.0", "@1", "@^1.0", "@~1.1", "@>=1,<3", "@first")
START = date(2026, 1, 1)
MINE: Any = {"actor": BUILDER, "owner": "lab", "name": "screen"}

SPECS = st.lists(
    st.builds("lab:{}{}".format, st.sampled_from(SOURCES), st.sampled_from(MEANS)),
    min_size=1, max_size=6, unique=True,
)  # fmt: skip
DEEDS = st.lists(
    st.tuples(
        st.sampled_from(["publish", "publish", "deprecate", "yank", "unyank", "lock", "look"]),
        st.sampled_from(SOURCES),
        st.integers(0, 5),
    ),
    max_size=9,
)
settings.register_profile("projects", deadline=None, max_examples=60, derandomize=True)


@pytest.fixture
def lab(db: None) -> None:
    """Three data sets, of each of which two releases are out."""
    builders.organization("lab")
    for source in SOURCES:
        builders.source(source, of="lab")
        builders.release("first", of=f"lab/{source}", on="2026-01-02")
        builders.release("second", of=f"lab/{source}", on="2026-01-05")
    commands.create_project(**MINE)


@settings(
    settings.get_profile("projects"), suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(specs=SPECS, deeds=DEEDS)
def test_what_is_told_is_what_a_slow_comparison_tells(
    lab: None, specs: list[str], deeds: list[tuple[str, str, int]]
) -> None:
    with _undone():
        manifest: Any = {"project": {}, "sources": specs, "tools": []}
        commands.update_project(**MINE, manifest=manifest)
        noted = _lock(None)
        for deed, source, number in [*deeds, ("look", "", 0)]:
            if deed == "lock":
                noted = _lock(noted)
            elif deed != "look":
                _do(deed, source, number)
            elif noted:
                assert _told() == compared(noted), (deed, source, number)


def _lock(before: Remembered | None) -> Remembered | None:
    """Lock, and see that what was just locked is in sync; what is noted now."""
    try:
        commands.lock_project(**MINE)
    except Unresolvable:
        return before
    assert {status for status, _ in _told().values()} == {"unchanged"}
    return remembered(orjson.loads(get_lock("lab", "screen", actor=BUILDER).content))


def _told() -> dict[str, tuple[str, str | None]]:
    made = commands.reconcile_project(**MINE)
    told = get_reconciliation("lab", "screen", made, actor=BUILDER)
    assert told.in_sync == all(pin.status == "unchanged" for pin in told.pins)
    return {pin.spec: (pin.status, pin.current) for pin in told.pins}


def _do(deed: str, source: str, number: int) -> None:
    if deed == "publish":
        day = START + timedelta(days=2 * number)
        made = builders.draft(of=f"lab/{source}", on=day.isoformat())
        versions.publish_version(actor=BUILDER, **builders.address(made))
        return
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
