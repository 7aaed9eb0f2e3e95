"""Importing the catalogue, from facts made here and from the real files."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.db import connections, transaction

from apps.audit.models import AuditLog
from apps.audit.recording import REGISTRY
from apps.core.actor import Actor
from apps.core.errors import NotAllowed
from apps.events.models import Event
from apps.ingestion.catalogue import (
    Catalogue,
    Database,
    LeftOut,
    Reason,
    Release,
    read_catalogue,
    read_sample,
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
from apps.versions.models import Version, VersionState
from tests import builders
from tests.conftest import leaves_no_trace

CHEBI = Database(
    slug="chebi",
    name="ChEBI",
    homepage="https://www.ebi.ac.uk/chebi",
    license="CC-BY-4.0",
    license_note="",
    description="Chemical entities",
    aliases=("CHEBIID",),
    releases=(
        Release(external_version="238", release_date=date(2024, 9, 1), seen_on=date(2024, 9, 20)),
        Release(external_version="239", release_date=None, seen_on=date(2024, 10, 2)),
    ),
)


def catalogue(*databases: Database, left_out: tuple[LeftOut, ...] = ()) -> Catalogue:
    return Catalogue(databases=databases, left_out=left_out)


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

    def test_is_for_operators(self, actor: Actor) -> None:
        plain = replace(actor, is_superuser=False, groups=frozenset({"curator"}))

        with leaves_no_trace(), pytest.raises(NotAllowed):
            import_catalogue(actor=plain, catalogue=catalogue(CHEBI))


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


def test_fills_what_a_curator_left_open_and_keeps_what_they_wrote(
    actor: Actor, operator: Actor
) -> None:
    organizations.create_organization(actor=actor, slug="chebi", name="Ours")

    import_catalogue(actor=operator, catalogue=catalogue(CHEBI))

    organization = organization_queries.get_organization("chebi")
    assert (organization.name, organization.website) == ("Ours", CHEBI.homepage)


def test_the_sample_is_a_registry_of_real_databases(db: None, operator: Actor) -> None:
    import_catalogue(actor=operator, catalogue=read_sample())

    held = versions.get_statistics()
    assert held.organizations >= 2800
    assert held.sources >= 2800
    assert held.published_versions >= 6400
    page = versions.list_versions("uniprot", "uniprot", actor=operator, limit=100)
    names = [version.external_version for version in page.results]
    assert names == sorted(names, key=str, reverse=True)
    assert (names[-1], "2024_01" in names) == ("2020_06", True)
    by_name = versions.get_version("uniprot", "uniprot", "2024_01", actor=operator)
    for address in (by_name.version, str(by_name.id)):
        assert versions.get_version("uniprot", "uniprot", address, actor=operator) == by_name


def test_the_real_files_add_descriptions_to_the_sample_and_then_nothing(
    db: None, operator: Actor, shared_data: Path
) -> None:
    folder = shared_data / "catalogue"
    real = read_catalogue(
        bioregistry=next(folder.glob("bioregistry-*/bioregistry.json")),
        bioversions=next(folder.glob("bioversions-*/versions.json")),
    )
    import_catalogue(actor=operator, catalogue=read_sample())

    report = import_catalogue(actor=operator, catalogue=real)
    assert (report.organizations.added, report.versions.added) == (0, 0)
    assert report.organizations.changed > 2000
    assert report.left_out

    with leaves_no_trace():
        import_catalogue(actor=operator, catalogue=real)
        import_catalogue(actor=operator, catalogue=read_sample())


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
