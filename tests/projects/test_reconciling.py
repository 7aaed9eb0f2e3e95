"""What became of a pin since it was locked."""

from datetime import date
from types import SimpleNamespace

from apps.core.actor import Actor
from apps.core.services import services
from apps.sources.commands import archive_source, update_source
from apps.versions.commands import deprecate_version, unyank_version, yank_version
from tests import builders
from tests.builders import BUILDER
from tests.checks import refused
from tests.projects.lab import Lab
from tests.records import SEQUENCE, record
from tests.releases import ingest

READS = "lab:reads@1.0.0"


def test_a_fresh_lock_is_in_sync(screen: Lab) -> None:
    told = screen.locks("lab:reads", "lab:reads@1.0.0", "lab:reads@^1").reconcile()

    assert told["in_sync"] is True
    assert {pin["status"] for pin in told["pins"]} == {"unchanged"}
    assert told["pins"][0] == {
        "section": "sources", "spec": "lab:reads", "locked": READS, "current": READS,
        "status": "unchanged",
    }  # fmt: skip
    assert told["counts"]["unchanged"] == 3


def test_a_fresh_lock_as_of_what_was_known_earlier_is_in_sync_too(screen: Lab) -> None:
    earlier = services.clock.now()
    deprecate_version(
        actor=BUILDER, organization="lab", source="reads", version="1.0.0", reason="miscounted"
    )
    screen.uses("lab:reads")

    answer = screen.lock(known_at=earlier.isoformat())

    assert answer.body["sources"]["lab:reads"]["status"] == "published"
    assert screen.reconcile()["in_sync"] is True


def test_what_came_since_is_newer_also_beyond_the_range_and_of_an_exact_pin(screen: Lab) -> None:
    screen.locks("lab:reads", "lab:reads@1.0.0", "lab:reads@~1.0")
    update_source(actor=BUILDER, organization="lab", source="reads", license="CC0-1.0")
    builders.release("second", of="lab/reads", on="2026-02-01")

    told = screen.reconcile()

    assert told["in_sync"] is False
    for pin in told["pins"]:
        assert (pin["status"], pin["bump"]) == ("newer", "minor")
        assert (pin["locked"], pin["current"]) == (READS, "lab:reads@1.1.0")
        assert pin["license_changed"] is True


def test_what_was_known_when_it_was_locked_is_no_news(screen: Lab) -> None:
    builders.release("second", of="lab/reads", on="2026-02-01")
    screen.locks("lab:reads@1.0.0")

    assert screen.reconcile()["in_sync"] is True
    builders.release("third", of="lab/reads", on="2026-03-01")
    pins = screen.pins()
    assert (pins["lab:reads@1.0.0"]["current"], pins["lab:reads@1.0.0"]["status"]) == (
        "lab:reads@1.2.0", "newer",
    )  # fmt: skip


def test_an_old_release_that_is_filled_in_later_is_no_news(screen: Lab) -> None:
    screen.locks("lab:reads")
    builders.release("zeroth", of="lab/reads", on="2025-01-01")

    assert screen.reconcile()["in_sync"] is True


def test_a_deprecated_pin_tells_why_and_what_follows(screen: Lab) -> None:
    screen.locks("lab:reads@1.0.0")
    builders.release("second", of="lab/reads", on="2026-02-01")
    deprecate_version(
        actor=BUILDER, organization="lab", source="reads", version="1.0.0",
        reason="miscounted", superseded_by="lab:reads@1.1.0",
    )  # fmt: skip

    (pin,) = screen.reconcile()["pins"]

    assert (pin["status"], pin["superseded_by"]) == ("deprecated", "lab:reads@1.1.0")
    assert (pin["reason"], pin["current"], pin["bump"]) == (
        "miscounted",
        "lab:reads@1.1.0",
        "minor",
    )


def test_a_yanked_pin_leads_to_what_is_chosen_instead(screen: Lab) -> None:
    screen.locks("lab:reads@1.0.0")
    builders.release("zeroth", of="lab/reads", on="2025-01-01")
    address = {"organization": "lab", "source": "reads", "version": "first"}
    yank_version(actor=BUILDER, **address, reason="corrupt")

    (pin,) = screen.reconcile()["pins"]
    assert (pin["status"], pin["current"]) == ("yanked", "lab:reads@1.1.0")

    yank_version(actor=BUILDER, **{**address, "version": "zeroth"}, reason="corrupt")
    assert screen.reconcile()["pins"][0]["current"] is None

    unyank_version(actor=BUILDER, **address)
    assert screen.reconcile()["in_sync"] is True


def test_who_locks_what_is_deprecated_knows_it(screen: Lab) -> None:
    address = {"organization": "lab", "source": "reads", "version": "1.0.0"}
    deprecate_version(actor=BUILDER, **address, reason="old")
    assert screen.locks("lab:reads").reconcile()["in_sync"] is True

    yank_version(actor=BUILDER, **address, reason="corrupt")
    assert screen.reconcile()["pins"][0]["status"] == "yanked"


def test_who_locks_again_knows_what_came_though_the_bytes_are_the_same(screen: Lab) -> None:
    screen.locks("lab:reads@1.0.0")
    before = screen.bytes_of()
    builders.release("second", of="lab/reads", on="2026-02-01")
    assert screen.reconcile()["in_sync"] is False

    screen.lock()

    assert screen.bytes_of() == before
    assert screen.reconcile()["in_sync"] is True
    assert [lock["number"] for lock in screen.told("locks")["results"]] == [2, 1]


def test_what_the_manifest_says_beyond_the_lock_is_missing(screen: Lab) -> None:
    screen.locks("lab:reads")
    screen.uses("lab:reads", "lab:reads@1.0.0", tools=["lab:aligner"])

    told = screen.reconcile()

    assert told["in_sync"] is False
    assert [(pin["spec"], pin["status"], pin["locked"]) for pin in told["pins"]] == [
        ("lab:reads", "unchanged", READS),
        ("lab:reads@1.0.0", "missing", None),
        ("lab:aligner", "missing", None),
    ]


def test_an_archived_source_is_told_and_leads_on(screen: Lab) -> None:
    builders.source("assembly", of="lab")
    screen.locks("lab:reads")
    archive_source(actor=BUILDER, organization="lab", source="reads", reason="we moved")
    update_source(actor=BUILDER, organization="lab", source="reads", superseded_by="lab/assembly")

    (pin,) = screen.reconcile()["pins"]

    assert (pin["status"], pin["archived"], pin["superseded_by"]) == (
        "unchanged", True, "lab/assembly",
    )  # fmt: skip


def test_what_a_version_requires_is_compared_too(screen: Lab, operator: Actor) -> None:
    builders.source("calls", of="lab")
    made = builders.draft("one", of="lab/calls")
    from apps.dependencies.commands import set_dependencies
    from apps.versions.commands import publish_version

    needed = [{"source": "lab/reads", "version": "1.0.0"}]
    set_dependencies(actor=operator, **builders.address(made), dependencies=needed)  # type: ignore[arg-type]
    publish_version(actor=operator, **builders.address(made))
    screen.locks("lab:calls")
    builders.release("second", of="lab/reads", on="2026-02-01")

    pins = screen.pins()

    assert pins["lab:calls"]["status"] == "unchanged"
    assert (pins[READS]["section"], pins[READS]["status"]) == ("dependencies", "newer")


def test_of_a_release_the_members_are_told_that_the_project_pins(lab: SimpleNamespace) -> None:
    builders.organization("uniprot")
    alpha, beta, gamma = (record(f"P0000{n}") for n in (1, 2, 3))
    ingest(alpha, beta, gamma, release="2026_01", day=date(2026, 1, 28))
    screen = Lab(lab.maintainer.api).locks(
        "uniprot:swissprot@2026_01", "uniprot:P00001@2026_01", "uniprot:P00002", "uniprot:P00003"
    )
    changed = record("P00001", sequence=SEQUENCE[::-1])
    ingest(changed, beta, record("P00004"), release="2026_02", day=date(2026, 3, 25))

    pins = screen.pins()

    release = pins["uniprot:swissprot@2026_01"]
    assert (release["status"], release["bump"]) == ("newer", "major")
    assert release["changes"] == {"added": 1, "removed": 1, "modified": 1}
    assert release["members"] == [
        {
            "change_type": "modified", "category": "sequence", "source": "uniprot/P00001",
            "before": "1.0.0", "after": "2.0.0",
        },
        {
            "change_type": "removed", "category": "protein", "source": "uniprot/P00003",
            "before": "1.0.0", "after": None,
        },
    ]  # fmt: skip
    protein = pins["uniprot:P00001@2026_01"]
    assert (protein["status"], protein["bump"], protein["category"]) == (
        "newer", "major", "sequence",
    )  # fmt: skip
    assert protein["changes"] == {"added": 0, "removed": 0, "modified": 1}
    assert pins["uniprot:P00002"]["status"] == "unchanged"
    assert pins["uniprot:P00003"]["archived"] is True


def test_a_project_that_was_never_locked_cannot_be_compared(screen: Lab) -> None:
    refused(screen.api.post(f"{screen.path}/reconcile", {}), 409, "project.not_locked")


def test_every_reconciliation_is_kept_and_listed(screen: Lab) -> None:
    screen.locks("lab:reads")
    first = screen.reconcile()
    builders.release("second", of="lab/reads", on="2026-02-01")
    second = screen.reconcile()

    listed = screen.told("reconciliations")["results"]

    assert [(each["id"], each["in_sync"]) for each in listed] == [
        (second["id"], False), (first["id"], True),
    ]  # fmt: skip
    assert listed[0]["counts"]["newer"] == 1
    assert screen.told(f"reconciliations/{first['id']}") == first
    assert screen.told(f"reconciliations/{second['id']}") == second
    quiet = screen.told("reconciliations", in_sync="false")["results"]
    assert [each["id"] for each in quiet] == [second["id"]]
