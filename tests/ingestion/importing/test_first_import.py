"""The first import of a catalogue makes organizations, sources and releases."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from apps.audit.models import AuditLog
from apps.audit.recording import REGISTRY
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.ingestion.catalogue import (
    LeftOut,
    Reason,
)
from apps.ingestion.commands import import_catalogue
from apps.organizations import commands as organizations
from apps.organizations import queries as organization_queries
from apps.sources import queries as source_queries
from apps.versions import queries as versions
from apps.versions.models import Version, VersionState
from tests import builders
from tests.conftest import leaves_no_trace
from tests.ingestion.importing.databases import CHEBI, catalogue


class TestFirstImport:
    def test_makes_an_organization_and_a_source_of_one_slug(
        self, db: None, operator: Actor
    ) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        organization = organization_queries.get_organization("chebi")
        assert (organization.name, organization.website) == ("ChEBI", CHEBI.homepage)
        source = source_queries.get_source("chebi", "chebi")
        assert (source.source_type, source.homepage) == ("database", CHEBI.homepage)
        assert (source.license, source.license_note) == ("CC-BY-4.0", None)
        assert (source.aliases, source.archived_at) == (["CHEBIID"], None)

    def test_publishes_releases_numbered_in_date_order(self, db: None, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        page = versions.list_versions("chebi", "chebi", actor=operator)
        assert [(v.version, v.external_version, v.status) for v in page.results] == [
            ("1.1.0", "239", "published"),
            ("1.0.0", "238", "published"),
        ]

    def test_says_which_date_is_the_publishers(self, db: None, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        known = versions.get_version("chebi", "chebi", "238", actor=operator)
        assert (known.release_date, known.date_basis) == (date(2024, 9, 1), "released")
        seen = versions.get_version("chebi", "chebi", "239", actor=operator)
        assert (seen.release_date, seen.date_basis) == (None, "seen")
        assert seen.effective_date == seen.seen_on == date(2024, 10, 2)
        assert seen.license == "CC-BY-4.0"

    def test_keeps_the_instant_of_publication(self, db: None, operator: Actor) -> None:
        june = datetime(2025, 6, 1, tzinfo=UTC)
        with builders.at(june):
            import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        assert {version.published_at for version in Version.objects.all()} == {june}
        assert not VersionState.objects.count()  # none of them has moved

    def test_archives_what_is_deprecated(self, db: None, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(replace(CHEBI, deprecated=True)))

        assert source_queries.get_source("chebi", "chebi").archived_at is not None

    def test_leaves_one_trace_for_each_thing_and_one_for_itself(
        self, db: None, operator: Actor
    ) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        rows = AuditLog.objects.all()
        assert Counter(row.action for row in rows) == {
            "create_organization": 1,
            "create_source": 1,
            "create_version": 2,
            "import_catalogue": 1,
        }
        assert {row.request_id for row in rows} == {operator.request_id}
        assert {row.actor_label for row in rows} == {operator.label}
        release = rows.get(entity_label="chebi/chebi@1.1.0")
        assert release.entity_id == versions.get_version("chebi", "chebi", "239", actor=operator).id
        assert release.metadata["after"]["external_version"] == "239"
        whole = rows.get(action="import_catalogue")
        assert (whole.entity_type, whole.entity_id) == ("registry", REGISTRY.id)

    def test_announces_itself_once_with_its_counts(self, db: None, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        event = Event.objects.get()
        assert event.type == "org.bdp.catalogue.imported"
        assert event.data["resource"]["versions"] == {"added": 2, "changed": 0, "unchanged": 0}

    def test_reports_and_keeps_what_was_left_out(self, db: None, operator: Actor) -> None:
        line = LeftOut(database="x", text="<html>", reason=Reason.WEB_PAGE)

        report = import_catalogue(actor=operator, catalogue=catalogue(CHEBI, left_out=(line,)))

        assert [(left.database, left.reason) for left in report.left_out] == [
            ("x", str(Reason.WEB_PAGE))
        ]
        kept = AuditLog.objects.get(action="import_catalogue").metadata["after"]["left_out"]
        assert kept == [{"database": "x", "text": "<html>", "reason": str(Reason.WEB_PAGE)}]

    def test_is_for_operators(self, db: None) -> None:
        curator = builders.person("ada", groups=["curator"])

        with leaves_no_trace(), pytest.raises(NotAllowed):
            import_catalogue(actor=curator, catalogue=catalogue(CHEBI))


def test_fills_what_a_curator_left_open_and_keeps_what_they_wrote(
    actor: Actor, operator: Actor
) -> None:
    organizations.create_organization(actor=actor, slug="chebi", name="Ours")

    import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

    organization = organization_queries.get_organization("chebi")
    assert (organization.name, organization.website) == ("Ours", CHEBI.homepage)
