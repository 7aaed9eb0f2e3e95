"""The first release makes a source and a version of every protein it holds."""

from collections import Counter
from datetime import date

import pytest

from apps.audit.models import AuditLog
from apps.biology.models import Record, Sequence
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.ingestion.arriving import Arrival
from apps.ingestion.commands import ingest_release
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.here import Here
from apps.organizations.errors import OrganizationNotFound
from apps.sources.models import Source
from apps.versions.models import Version
from tests import builders
from tests.conftest import leaves_no_trace
from tests.ingestion.taking_in.conftest import ALPHA, BETA, changelog, members
from tests.records import SEQUENCE, record
from tests.releases import file, ingest


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
                arrival=Arrival([file(ALPHA)], Here(FORMATS["uniprot"])),
            )  # fmt: skip

    def test_takes_an_operator(self) -> None:
        owner = builders.anybody("owner")
        with leaves_no_trace(), pytest.raises(NotAllowed):
            ingest_release(
                actor=owner, organization="uniprot", source="x", release="1",
                arrival=Arrival([file(ALPHA)], Here(FORMATS["uniprot"])),
            )  # fmt: skip
