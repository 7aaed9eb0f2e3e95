"""Of very many members that changed the first are told, and how many there are beyond."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from apps.biology.dtos import Change
from apps.events.models import Event
from apps.projects import announcing, commands, members
from apps.projects.dtos import ReconciledPin
from tests import builders
from tests.projects.lab import Lab
from tests.records import record
from tests.releases import ingest

ACCESSIONS = [f"P0000{n}" for n in range(8)]


@pytest.fixture
def proteins(lab: SimpleNamespace) -> Lab:
    """A project that pins eight proteins and twice their release; then all of them change."""
    builders.organization("uniprot")
    ingest(*map(record, ACCESSIONS), release="2026_01", day=date(2026, 1, 28))
    screen = Lab(lab.maintainer.api).locks(
        "uniprot:swissprot", "uniprot:swissprot@2026_01", *(f"uniprot:{a}" for a in ACCESSIONS)
    )
    changed = [record(each, keyword="Hormone") for each in ACCESSIONS]
    ingest(*changed, release="2026_02", day=date(2026, 3, 25))
    return screen


def _releases(pins: Any) -> list[Any]:
    return [pin for pin in pins if "swissprot" in pin["spec"]]


def test_each_release_tells_of_its_share(proteins: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    for pin in _releases(proteins.reconcile()["pins"]):
        assert [member["source"][-6:] for member in pin["members"]] == ACCESSIONS
        assert "members_left_out" not in pin
    monkeypatch.setattr(members, "MOST_KEPT", 6)

    told = proteins.reconcile()

    for pin in _releases(told["pins"]):
        assert [member["source"][-6:] for member in pin["members"]] == ACCESSIONS[:3]
        assert (pin["members_left_out"], pin["changes"]["modified"]) == (5, 8)
    assert told["counts"]["newer"] == 10, "each of them is told of as a pin"
    assert proteins.told(f"reconciliations/{told['id']}") == told


def test_an_event_says_how_much_it_leaves_out(
    proteins: Lab, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "MOST_TOLD", 4)

    told = proteins.reconcile()

    heard = Event.objects.get(type="org.bdp.project.reconciled").data["resource"]
    assert (len(heard["pins"]), heard["pins_left_out"]) == (4, 6)
    assert heard["counts"] == told["counts"]
    (first, *_) = proteins.told("reconciliations")["results"]
    assert heard["id"] == first["id"]
    monkeypatch.setattr(commands, "MOST_TOLD", 10)
    proteins.reconcile()
    heard = Event.objects.filter(type="org.bdp.project.reconciled").latest("id").data["resource"]
    assert heard["pins_left_out"] == 0
    for pin in _releases(heard["pins"]):
        assert (len(pin["members"]), pin["members_left_out"]) == (5, 3)


def _pin(reason: str | None = None, **more: Any) -> ReconciledPin:
    facts: Any = {"section": "sources", "spec": "lab:reads", "locked": None, "current": None}
    return ReconciledPin(**facts, status="deprecated", reason=reason, **more)


def test_what_was_left_out_before_is_counted_once_more() -> None:
    member = Change(
        change_type="removed", category="protein", source="uniprot/P00001", before="1.0.0",
        after=None,
    )  # fmt: skip

    (told,) = announcing.told([_pin(members=(member,) * 5, members_left_out=7)], most=2)

    assert (told.members, told.members_left_out) == ((member, member), 10)


def test_of_a_long_reason_the_beginning_is_announced() -> None:
    short, long = announcing.told([_pin("b" * 300), _pin("a" * 301)], most=2)

    assert short.reason == "b" * 300
    assert long.reason == "a" * 299 + "…"
