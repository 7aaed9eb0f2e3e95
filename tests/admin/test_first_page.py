"""The first page tells curators what needs them, in questions whose cost is bounded."""

from datetime import date

from django.db import connections
from django.test.utils import CaptureQueriesContext

from apps.audit.recording import REGISTRY
from apps.ingestion.dtos import MonthOfReleases, NamedRelease
from apps.ingestion.models import Job
from apps.versions.commands import deprecate_version
from bdp.pictures import bars, points
from tests.admin.browser import Browser
from tests.builders import BUILDER, address, draft, organization, release, source


def test_what_waits_is_told(curator: Browser) -> None:
    from django.utils.timezone import now

    organization()
    source(license=None)
    draft("2027_01")
    made = release("2026_01", on=f"{now():%Y-%m}-01")
    deprecate_version(actor=BUILDER, **address(made), reason="A newer one is here.")
    Job(
        kind="ingest", subject_label="uniprot/sprot", status="failed", error="The disk is full.",
        started_at=now(), heard_from_at=now(),
    ).save()  # fmt: skip
    front = curator.open("")
    for told in (
        "uniprot/sprot 1.0.0", "A newer one is here.", "The disk is full.",
        "Nothing was imported yet.", "uniprot/sprot 2026_01",
    ):  # fmt: skip
        assert told in front.text, told
    assert front.links["uniprot/sprot"].startswith("/admin/sources/source/")


def test_what_an_import_left_out_is_told_with_reasons(curator: Browser) -> None:
    from apps.audit.actions import AuditAction
    from apps.audit.recording import record

    line = {"database": "pdbe", "text": "<b>2024</b>", "reason": "it is no name"}
    record(AuditAction.IMPORT_CATALOGUE, REGISTRY, actor=BUILDER, after={"left_out": [line] * 12})
    front = curator.open("").text
    assert "12 lines of the import" in front
    assert "&lt;b&gt;2024&lt;/b&gt;" in front
    assert "it is no name" in front


def test_the_first_page_asks_as_much_of_an_empty_registry_as_of_a_full_one(
    curator: Browser,
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connections["default"]) as captured:
            curator.open("")
        return len(captured)

    empty = asked()
    organization()
    for number in range(30):
        source(f"s{number}", license=None)
        release("2026_01", of=f"uniprot/s{number}")
        draft("2027_01", of=f"uniprot/s{number}")
    assert asked() == empty


def test_a_month_is_as_high_as_it_has_releases() -> None:
    drawn = bars([MonthOfReleases(month=date(2026, n, 1), count=c) for n, c in ((1, 0), (2, 5))])
    assert [bar.label for bar in drawn] == ["2026", "Feb"]
    assert drawn[0].height == 0
    assert drawn[1].height > 100
    assert bars([]) == []


def test_releases_stand_from_left_to_right_as_their_days_go() -> None:
    days = [date(2026, 6, 1), date(2026, 3, 1), date(2026, 1, 1)]
    found = [
        NamedRelease(id=REGISTRY.id, organization="o", source="s", external_version="v",
                     effective_date=day) for day in days
    ]  # fmt: skip
    drawn = points(found)
    assert drawn[0].x > drawn[1].x > drawn[2].x
    assert all(0 <= point.x <= 100 for point in drawn)
    assert points(found[:1])[0].x > 0
    assert points([]) == []
