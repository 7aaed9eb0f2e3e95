"""The licence under which a version came is written down with it: its source's, or its owner's."""

from apps.organizations.commands import update_organization
from apps.sources.commands import update_source
from apps.versions.queries import get_version
from tests import builders
from tests.ingestion.taking_in.conftest import ALPHA, BETA
from tests.records import record
from tests.releases import ingest


def under(source: str, version: str) -> str | None:
    return get_version("uniprot", source, version, actor=builders.STRANGER).license


def license_source(slug: str, licence: str) -> None:
    update_source(actor=builders.BUILDER, organization="uniprot", source=slug, license=licence)


def test_a_release_and_its_members_have_their_own_or_the_publisher_s() -> None:
    update_organization(actor=builders.BUILDER, organization="uniprot", license="CC-BY-4.0")
    builders.source("swissprot", source_type="bundle", license="CC0-1.0")
    builders.source("P00001", source_type="protein", license="MIT")
    ingest(ALPHA, BETA)
    assert under("swissprot", "2026_01") == "CC0-1.0"
    assert (under("P00001", "2026_01"), under("P00002", "2026_01")) == ("MIT", "CC-BY-4.0")


def test_a_change_of_licence_is_for_what_comes_after() -> None:
    ingest(ALPHA)
    license_source("P00001", "MIT")
    license_source("swissprot", "CC0-1.0")
    ingest(record("P00001", keyword="Kinase"), release="2026_02")
    assert (under("P00001", "2026_01"), under("P00001", "2026_02")) == (None, "MIT")
    assert (under("swissprot", "2026_01"), under("swissprot", "2026_02")) == (None, "CC0-1.0")
