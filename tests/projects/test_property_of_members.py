"""Whatever releases hold and a project pins of them: the members that are told are those that
changed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.biology.dtos import Change
from apps.dependencies.queries import list_dependencies
from apps.projects import commands
from apps.projects.dtos import Changed, ReconciledPin
from apps.projects.queries import get_reconciliation
from tests import builders
from tests.builders import BUILDER
from tests.records import SEQUENCE, record
from tests.releases import ingest

ACCESSIONS = ("P00001", "P00002", "P00003", "P00004")
VARIANTS = {"a": {}, "b": {"keyword": "Hormone"}, "c": {"sequence": SEQUENCE[::-1]}}
MINE: Any = {"actor": BUILDER, "owner": "lab", "name": "screen"}
START = date(2026, 1, 1)

# each release says which protein it holds in which variant; one more is always there
RELEASES = st.lists(
    st.dictionaries(st.sampled_from(ACCESSIONS), st.sampled_from(sorted(VARIANTS)), min_size=2),
    min_size=2, max_size=4,
)  # fmt: skip


@pytest.fixture
def lab(db: None) -> None:
    """A lab, and who publishes proteins."""
    builders.organization("lab")
    builders.organization("uniprot")
    commands.create_project(**MINE)


@settings(
    deadline=None, max_examples=25, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(releases=RELEASES, since=st.integers(0, 2), pinned=st.sets(st.sampled_from(ACCESSIONS)))
def test_the_members_that_are_told_are_those_that_a_slow_comparison_finds(
    lab: None, releases: list[dict[str, str]], since: int, pinned: set[str]
) -> None:
    since = min(since, len(releases) - 2)
    before = transaction.savepoint()
    try:
        for n, held in enumerate(releases[: since + 1]):
            _release(n, held)
        seen = {accession for held in releases[: since + 1] for accession in held}
        pins = sorted(pinned & seen)
        _lock("uniprot:swissprot", *(f"uniprot:{each}" for each in pins))
        for n, held in enumerate(releases[since + 1 :], start=since + 1):
            _release(n, held)
        told = _told()
        release = told.pop("uniprot:swissprot")
        old, new = _held(since), _held(len(releases) - 1)
        assert release.changes == _counted(old, new)
        assert (release.members or ()) == _changed(old, new, pins, releases[since], releases[-1])
        assert {_moved(spec, pin) for spec, pin in told.items()} == {
            (each, _newest(each, range(since + 1)), _newest(each, range(len(releases))))
            for each in pins
        }
    finally:
        transaction.savepoint_rollback(before)


def _release(n: int, held: dict[str, str]) -> None:
    always = record("P09999", name=f"Sample protein {n}")
    records = [record(each, **VARIANTS[held[each]]) for each in sorted(held)]
    ingest(*records, always, release=f"r{n}", day=START + timedelta(days=n))


def _lock(*specs: str) -> None:
    manifest: Any = {"project": {}, "sources": specs, "tools": []}
    commands.update_project(**MINE, manifest=manifest)
    commands.lock_project(**MINE)


def _told() -> dict[str, ReconciledPin]:
    made = commands.reconcile_project(**MINE)
    return {pin.spec: pin for pin in get_reconciliation("lab", "screen", made, actor=BUILDER).pins}


def _held(n: int) -> dict[str, str]:
    """Which version of which protein a release holds, as its list of members has it."""
    rows = list_dependencies("uniprot", "swissprot", f"r{n}", actor=BUILDER).results
    return {row.source.partition("/")[2]: row.version for row in rows}


def _newest(accession: str, releases: range) -> str:
    """The version of a protein in the last of these releases that holds it."""
    return [held[accession] for n in releases if accession in (held := _held(n))][-1]


def _moved(spec: str, pin: ReconciledPin) -> tuple[str, str, str]:
    locked, current = (str(label).partition("@")[2] for label in (pin.locked, pin.current))
    assert (pin.status == "newer") == (locked != current)
    return spec.partition(":")[2], locked, current


def _counted(old: dict[str, str], new: dict[str, str]) -> Changed:
    return Changed(
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        modified=sum(old[each] != new[each] for each in old.keys() & new.keys()),
    )


def _changed(
    old: dict[str, str],
    new: dict[str, str],
    pins: list[str],
    was: dict[str, str],
    comes: dict[str, str],
) -> tuple[Change, ...]:
    """What is to be told of each protein that is pinned."""
    return tuple(
        Change(
            change_type=_kind(each in old, each in new),
            category=_category(was.get(each), comes.get(each)),
            source=f"uniprot/{each}", before=old.get(each), after=new.get(each),
        )
        for each in pins
        if old.get(each) != new.get(each)
    )  # fmt: skip


def _category(was: str | None, comes: str | None) -> str:
    if was is None or comes is None:
        return "protein"
    return "sequence" if (was == "c") != (comes == "c") else "annotation"


def _kind(was_there: bool, is_there: bool) -> Any:
    if not was_there:
        return "added"
    return "modified" if is_there else "removed"
