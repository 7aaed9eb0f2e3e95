"""The next import of a catalogue brings the difference, and takes nothing from curators."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

import pytest
from django.db import connections, transaction

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.ingestion.catalogue import (
    Release,
)
from apps.ingestion.commands import import_catalogue
from apps.ingestion.dtos import Tally
from apps.organizations import commands as organizations
from apps.organizations import queries as organization_queries
from apps.sources import commands as sources
from apps.sources import queries as source_queries
from apps.sources.models import Source
from apps.versions import queries as versions
from apps.versions.commands import create_version
from tests.conftest import leaves_no_trace
from tests.ingestion.importing.databases import CHEBI, catalogue


class TestNextImport:
    @pytest.fixture(autouse=True)
    def imported(self, db: None, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

    def test_of_the_same_facts_writes_nothing(self, operator: Actor) -> None:
        with leaves_no_trace():
            report = import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

        assert report.total == Tally(added=0, changed=0, unchanged=4)

    def test_brings_just_the_difference(self, operator: Actor) -> None:
        newer = Release(external_version="240", release_date=None, seen_on=date(2024, 11, 1))
        moved = replace(CHEBI, homepage="https://chebi.org", releases=(*CHEBI.releases, newer))
        before = AuditLog.objects.count()

        report = import_catalogue(actor=operator, catalogue=catalogue(moved))

        assert report.total == Tally(added=1, changed=2, unchanged=2)
        assert AuditLog.objects.count() == before + 4
        change = AuditLog.objects.get(action="update_source").metadata
        assert change == {
            "before": {"homepage": CHEBI.homepage},
            "after": {"homepage": "https://chebi.org"},
        }
        assert versions.get_version("chebi", "chebi", "latest", actor=operator).version == "1.2.0"

    def test_gives_a_late_old_release_the_next_number_and_not_the_first_place(
        self, operator: Actor
    ) -> None:
        old = Release(external_version="100", release_date=date(2013, 1, 1), seen_on=None)
        late = replace(CHEBI, releases=(old, *CHEBI.releases))

        import_catalogue(actor=operator, catalogue=catalogue(late))

        assert versions.get_version("chebi", "chebi", "100", actor=operator).version == "1.2.0"
        latest = versions.get_version("chebi", "chebi", "latest", actor=operator)
        assert latest.external_version == "239"

    def test_leaves_a_curators_change_alone(self, operator: Actor, actor: Actor) -> None:
        sources.update_source(actor=actor, organization="chebi", source="chebi", name="Curated")
        organizations.update_organization(actor=actor, organization="chebi", description="Ours")
        upstream = replace(CHEBI, name="Upstream", description="Theirs")

        import_catalogue(actor=operator, catalogue=catalogue(upstream))

        assert source_queries.get_source("chebi", "chebi").name == "Curated"
        organization = organization_queries.get_organization("chebi")
        assert (organization.name, organization.description) == ("Upstream", "Ours")

    def test_keeps_what_vanished(self, operator: Actor) -> None:
        other = replace(CHEBI, slug="go", name="GO")

        import_catalogue(actor=operator, catalogue=catalogue(other))

        assert source_queries.get_source("chebi", "chebi").name == "ChEBI"
        assert versions.get_version("chebi", "chebi", "238", actor=operator).version == "1.0.0"

    def test_archives_and_unarchives_with_the_catalogue(self, operator: Actor) -> None:
        import_catalogue(actor=operator, catalogue=catalogue(replace(CHEBI, deprecated=True)))
        assert source_queries.get_source("chebi", "chebi").archived_at is not None

        import_catalogue(actor=operator, catalogue=catalogue(CHEBI))
        assert source_queries.get_source("chebi", "chebi").archived_at is None

    def test_never_changes_a_published_release(self, operator: Actor) -> None:
        dated = replace(CHEBI.releases[1], release_date=date(2024, 10, 1))
        newer = replace(CHEBI, releases=(CHEBI.releases[0], dated))

        with leaves_no_trace():
            import_catalogue(actor=operator, catalogue=catalogue(newer))

        held = versions.get_version("chebi", "chebi", "239", actor=operator)
        assert held.release_date is None

    def test_numbers_by_the_scheme_that_a_curator_chose(
        self, operator: Actor, actor: Actor
    ) -> None:
        organizations.update_organization(
            actor=actor, organization="chebi", version_scheme="semver"
        )
        newer = Release(external_version="4.2", release_date=date(2025, 1, 1), seen_on=None)

        import_catalogue(
            actor=operator,
            catalogue=catalogue(replace(CHEBI, releases=(*CHEBI.releases, newer))),
        )

        assert versions.get_version("chebi", "chebi", "4.2", actor=operator).version == "4.2.0"


def test_waits_for_whoever_is_at_work_on_the_same_source(committed: None, operator: Actor) -> None:
    import_catalogue(actor=operator, catalogue=catalogue(CHEBI))
    newer = Release(external_version="240", release_date=None, seen_on=date(2024, 11, 1))
    moved = replace(CHEBI, name="ChEBI 2", releases=(*CHEBI.releases, newer))

    def register() -> None:
        import_catalogue(actor=operator, catalogue=catalogue(moved))
        connections.close_all()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Source.objects.select_for_update(no_key=True).get(slug="chebi")
            importing = other.submit(register)
            time.sleep(0.5)
            create_version(
                actor=operator, organization="chebi", source="chebi", external_version="draft"
            )
        importing.result(timeout=20)

    held = versions.list_versions("chebi", "chebi", actor=operator).results
    assert {version.version for version in held} == {"1.0.0", "1.1.0", "1.2.0", "1.3.0"}
