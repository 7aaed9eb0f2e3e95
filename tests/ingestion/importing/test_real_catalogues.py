"""Importing the sample and the real files."""

from pathlib import Path

from apps.core.actor import Actor
from apps.ingestion.catalogue import (
    read_catalogue,
    read_sample,
)
from apps.ingestion.commands import import_catalogue
from apps.versions import queries as versions
from tests.conftest import leaves_no_trace


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
