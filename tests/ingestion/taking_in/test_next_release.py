"""Of the next release only what changed is written."""

from datetime import date

import pytest

from apps.biology.models import Pack, Record
from apps.core.actor import Actor
from apps.ingestion.errors import (
    AlreadyIngested,
    OutOfOrder,
)
from apps.sources.commands import archive_source, unarchive_source
from apps.sources.errors import SourceArchived
from apps.sources.models import Source
from apps.versions.models import Membership, Version
from apps.versions.queries import find_version
from tests.conftest import leaves_no_trace
from tests.ingestion.taking_in.conftest import ALPHA, BETA, GAMMA, changelog, members
from tests.records import SEQUENCE, record
from tests.releases import ingest


def numbers(accession: str) -> list[str]:
    rows = Version.objects.filter(source__slug=accession).order_by("major", "minor", "patch")
    return [row.version for row in rows]


class TestTheNextRelease:
    @pytest.fixture(autouse=True)
    def first(self, uniprot: str) -> None:
        ingest(ALPHA, BETA, GAMMA)

    def test_writes_nothing_of_what_did_not_change(self) -> None:
        held = Version.objects.count(), Record.objects.count(), Membership.objects.count()
        report = ingest(ALPHA, BETA, GAMMA, release="2026_02")
        assert (report.unchanged, report.added, report.changed) == (3, 0, 0)
        after = Version.objects.count(), Record.objects.count(), Membership.objects.count()
        assert after == (held[0] + 1, held[1], held[2])
        assert Pack.objects.count() == 1
        assert members("2026_02") == members("2026_01")

    def test_gives_a_changed_sequence_a_major_and_a_new_annotation_a_minor_version(self) -> None:
        report = ingest(
            record("P00001", sequence=SEQUENCE + "W"), record("P00002", keyword="Other"), GAMMA,
            release="2026_02",
        )  # fmt: skip
        assert (report.changed, report.unchanged, report.version) == (2, 1, "2.0.0")
        assert members("2026_02") == {"P00001": "2.0.0", "P00002": "1.1.0", "P00003": "1.0.0"}
        assert members("2026_01") == dict.fromkeys(("P00001", "P00002", "P00003"), "1.0.0")

    def test_tells_each_kind_of_change_by_its_count(self) -> None:
        ingest(
            record("P00001", sequence=SEQUENCE + "W"), record("P00002", keyword="Other"),
            record("P00005"), release="2026_02",
        )  # fmt: skip
        told = changelog("2026_02")
        assert told["bump"] == "major"
        counts = {(e["change_type"], e["category"]): e["count"] for e in told["entries"]}
        assert counts == {
            ("added", "protein"): 1, ("removed", "protein"): 1,
            ("modified", "sequence"): 1, ("modified", "annotation"): 1,
        }  # fmt: skip

    def test_archives_what_no_release_holds_any_more(self) -> None:
        report = ingest(ALPHA, BETA, release="2026_02")
        assert report.removed == 1
        assert Source.objects.get(slug="P00003").archived_at is not None
        assert "P00003" not in members("2026_02")
        assert "P00003" in members("2026_01")

    def test_takes_back_what_went_without_a_new_version(self) -> None:
        ingest(ALPHA, BETA, release="2026_02")
        report = ingest(ALPHA, BETA, GAMMA, release="2026_03")
        assert (report.added, report.unchanged) == (1, 2)
        assert numbers("P00003") == ["1.0.0"]
        assert Source.objects.get(slug="P00003").archived_at is None
        assert "P00003" in members("2026_03")

    def test_leads_from_a_merged_accession_to_the_protein_that_took_it_over(self) -> None:
        ingest(record("P00001", secondary=("P00002",)), GAMMA, release="2026_02")
        merged = Source.objects.get(slug="P00002")
        assert merged.superseded_by == "uniprot/P00001"
        assert Source.objects.get(slug="P00001").aliases == ["P00002"]

    def test_leads_nowhere_else_once_a_merged_accession_is_back(self) -> None:
        ingest(record("P00001", secondary=("P00002",)), GAMMA, release="2026_02")
        ingest(ALPHA, BETA, GAMMA, release="2026_03")
        back = Source.objects.get(slug="P00002")
        assert (back.superseded_by, back.archived_at) == (None, None)

    def test_is_the_latest_though_only_it_was_given_a_day(self) -> None:
        ingest(ALPHA, BETA, release="2026_02", day=date(2026, 2, 1))
        newest = find_version("uniprot", "swissprot", "latest")
        assert newest.id == Version.objects.get(external_version="2026_02").id

    def test_keeps_what_another_source_of_the_organization_still_holds(self) -> None:
        ingest(GAMMA, source="trembl")
        ingest(ALPHA, BETA, release="2026_02")
        assert Source.objects.get(slug="P00003").archived_at is None
        assert numbers("P00003") == ["1.0.0"]

    def test_keeps_the_name_that_a_curator_gave(self) -> None:
        Source.objects.filter(slug="P00001").update(name="What we call it")
        ingest(
            record("P00001", name="Renamed"), record("P00002", name="Renamed"), release="2026_02"
        )
        names = dict(Source.objects.filter(source_type="protein").values_list("slug", "name"))
        assert (names["P00001"], names["P00002"]) == ("What we call it", "Renamed")

    def test_of_what_is_archived_is_refused_until_it_is_unarchived(self, actor: Actor) -> None:
        swissprot = {"organization": "uniprot", "source": "swissprot"}
        archive_source(actor=actor, **swissprot, reason="moved")
        with (
            leaves_no_trace(),
            pytest.raises(SourceArchived, match="“uniprot/swissprot” is archived"),
        ):
            ingest(ALPHA, release="2026_02")
        assert ingest(ALPHA, BETA, GAMMA).unchanged == 3

        unarchive_source(actor=actor, **swissprot, reason="it goes on")
        assert ingest(ALPHA, release="2026_02").removed == 2

    def test_older_than_the_newest_is_refused(self) -> None:
        with leaves_no_trace(), pytest.raises(OutOfOrder):
            ingest(ALPHA, release="2025_06")

    def test_of_the_same_name_and_bytes_changes_nothing(self) -> None:
        with leaves_no_trace():
            report = ingest(ALPHA, BETA, GAMMA)
        assert (report.read, report.unchanged, report.version) == (3, 3, "1.0.0")

    def test_of_the_same_name_and_other_bytes_is_refused(self) -> None:
        with leaves_no_trace(), pytest.raises(AlreadyIngested):
            ingest(ALPHA, BETA)
