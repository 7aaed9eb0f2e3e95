"""A release goes in whole or not at all, and only what changed is written."""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import connection

from apps.audit.models import AuditLog
from apps.biology.models import Pack, Protein, Record, Sequence
from apps.biology.queries import get_protein
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.ingestion.arriving import Progress
from apps.ingestion.commands import ingest_release
from apps.ingestion.errors import (
    AlreadyIngested,
    OutOfOrder,
    TooManyRefused,
    UnreadableRelease,
)
from apps.ingestion.formats import FORMATS
from apps.organizations.errors import OrganizationNotFound
from apps.sources.models import Source
from apps.versions.models import Membership, Release, Version
from apps.versions.queries import find_version
from tests import builders
from tests.conftest import leaves_no_trace
from tests.records import SEQUENCE, record
from tests.releases import file, ingest

pytestmark = pytest.mark.usefixtures("uniprot")

ALPHA, BETA, GAMMA = record("P00001"), record("P00002", gene="SAMP2"), record("P00003")
ODD = b"ID   ODD_ONE   Reviewed;   3 AA.\nAC   P00009;\nSQ   SEQUENCE   3 AA;\n     MK\n//\n"

FORGERIES = (
    "UPDATE versions_membership SET until = 3 WHERE until IS NULL",
    "UPDATE versions_membership SET until = NULL",
    "UPDATE versions_membership SET slug = 'X'",
    "DELETE FROM versions_membership",
    "UPDATE versions_release SET members = 7",
    "DELETE FROM versions_release",
    """INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
       SELECT releases_id, version_id, version_id, 'X', 1 FROM versions_membership""",
    "DELETE FROM biology_record",
    "UPDATE biology_sequence SET residues = 'M'",
)


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def numbers(accession: str) -> list[str]:
    rows = Version.objects.filter(source__slug=accession).order_by("major", "minor", "patch")
    return [row.version for row in rows]


def changelog(release: str) -> Any:
    return Version.objects.get(external_version=release).changelog


def members(release: str, source: str = "swissprot") -> dict[str, str]:
    held = Release.objects.get(version__external_version=release, source__slug=source)
    spans = Membership.objects.filter(releases=held.source, since__lte=held.ordinal)
    return {
        span.slug: span.version.version
        for span in spans.select_related("version")
        if span.until is None or span.until > held.ordinal
    }


class TestTheFirstRelease:
    def test_makes_a_source_and_a_version_of_every_protein(self) -> None:
        report = ingest(ALPHA, BETA)
        assert (report.read, report.added, report.refused) == (2, 2, 0)
        assert members("2026_01") == {"P00001": "1.0.0", "P00002": "1.0.0"}
        protein = Source.objects.get(slug="P00001")
        assert (protein.source_type, protein.name) == ("protein", "Sample protein alpha")

    def test_makes_the_bundle_that_holds_them(self) -> None:
        ingest(ALPHA)
        bundle = Source.objects.get(slug="swissprot")
        assert bundle.source_type == "bundle"

    def test_is_a_published_version_with_a_changelog(self) -> None:
        ingest(ALPHA, BETA, day=date(2026, 1, 28))
        version = Version.objects.get(external_version="2026_01")
        assert (version.version, version.status, version.date_basis) == (
            "1.0.0", "published", "released",
        )  # fmt: skip
        assert changelog("2026_01")["summary"] == {
            "before": 0, "after": 2, "added": 2, "removed": 0, "modified": 0,
        }  # fmt: skip

    def test_keeps_a_shared_sequence_once(self) -> None:
        ingest(ALPHA, BETA, record("P00004", sequence=SEQUENCE + "A"))
        assert (Record.objects.count(), Sequence.objects.count()) == (3, 2)

    def test_leaves_one_row_for_the_release_and_one_for_each_member(self) -> None:
        before = set(AuditLog.objects.values_list("id", flat=True))
        ingest(ALPHA, BETA)
        left = Counter(AuditLog.objects.exclude(id__in=before).values_list("action", flat=True))
        assert left == {"create_source": 1, "ingest_release": 1, "ingest_member": 2}
        member = AuditLog.objects.filter(
            action="ingest_member", entity_label="uniprot/P00001"
        ).get()
        assert member.metadata == {
            "change": "added", "category": "protein", "from": None, "to": "1.0.0",
            "release": "uniprot/swissprot@1.0.0",
        }  # fmt: skip

    def test_is_announced_once_with_counts_and_the_address_of_its_changes(self) -> None:
        ingest(ALPHA)
        told = Event.objects.get(type="org.bdp.release.ingested")
        assert told.subject == "sources/uniprot/swissprot/versions/1.0.0"
        assert told.data["resource"]["added"] == 1
        assert told.data["changes"] == "/api/v1/sources/uniprot/swissprot/versions/1.0.0/changes"

    def test_of_an_unknown_organization_is_refused(self) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            ingest_release(
                actor=builders.BUILDER, organization="nobody", source="x", release="1",
                files=[file(ALPHA)], form=FORMATS["uniprot"], progress=Progress(),
            )  # fmt: skip

    def test_takes_an_operator(self) -> None:
        owner = builders.anybody("owner")
        with leaves_no_trace(), pytest.raises(NotAllowed):
            ingest_release(
                actor=owner, organization="uniprot", source="x", release="1",
                files=[file(ALPHA)], form=FORMATS["uniprot"], progress=Progress(),
            )  # fmt: skip


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


class TestWhatCannotBeRead:
    def test_is_refused_by_file_line_accession_and_reason_and_the_rest_goes_in(self) -> None:
        report = ingest(ALPHA, ODD, BETA, most_refused=50)
        assert (report.read, report.added, report.refused) == (3, 2, 1)
        (told,) = report.refusals
        assert (told.file, told.accession) == ("sample.dat", "P00009")
        assert told.line == ALPHA.count(b"\n") + 1
        assert "2 residues" in told.reason

    def test_refuses_the_release_if_it_is_too_much(self) -> None:
        with leaves_no_trace(), pytest.raises(TooManyRefused, match=r"1 of 3 records"):
            ingest(ALPHA, ODD, BETA)
        assert not Source.objects.filter(slug="swissprot").exists()

    def test_refuses_the_release_if_it_is_everything(self) -> None:
        with leaves_no_trace(), pytest.raises(TooManyRefused):
            ingest(ODD, most_refused=100)

    def test_does_not_hide_that_a_protein_went(self) -> None:
        ingest(ALPHA, record("P00009"))
        report = ingest(ALPHA, ODD, release="2026_02", most_refused=50)
        assert (report.unchanged, report.refused, report.removed) == (1, 1, 1)

    def test_an_accession_twice_is_refused_once(self) -> None:
        report = ingest(ALPHA, record("P00001", keyword="Again"), most_refused=50)
        assert (report.added, report.refused) == (1, 1)
        assert "came before" in report.refusals[0].reason

    def test_an_accession_that_names_something_else_is_refused(self) -> None:
        builders.source("P00001")
        report = ingest(ALPHA, BETA, most_refused=50)
        assert (report.added, report.refused) == (1, 1)

    @pytest.mark.parametrize("content", [b"", b"noise", b"\x1f\x8b\x08\x00cut"])
    def test_an_unreadable_file_is_told_by_its_name(self, content: bytes) -> None:
        with leaves_no_trace(), pytest.raises(UnreadableRelease, match=r"^sample\.dat: It"):
            ingest(content)


class TestWhatIsLong:
    @pytest.mark.parametrize("what", ["name", "gene"])
    def test_is_found_by_its_beginning_and_kept_to_its_end(self, what: str) -> None:
        chance = Random(1)
        told = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
        long = {"name": "A name", "gene": "GEN", what: told}
        assert ingest(record("P00001", **long), BETA).added == 2
        protein = Protein.objects.get(accession="P00001")
        names = [protein.name.name if protein.name else "", *protein.genes]
        assert told[:500] in names
        kept = get_protein("P00001")
        assert told in str(kept)


class TestWhatIsSealed:
    def test_members_of_a_release_never_change(self) -> None:
        ingest(ALPHA)
        ingest(BETA, release="2026_02")
        for statement in FORGERIES:
            assert refuses(statement), statement


def refuses(statement: str) -> bool:
    from django.db import IntegrityError, ProgrammingError, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (IntegrityError, ProgrammingError):
        return True
    return False
