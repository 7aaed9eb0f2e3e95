"""The rules that every catalogue keeps, whatever its files said."""

from itertools import pairwise

from apps.ingestion.catalogue import Catalogue, Database, LeftOut
from apps.ingestion.catalogue.texts import is_homepage, why_no_slug


def assert_keeps_the_rules(catalogue: Catalogue) -> None:
    """No database of the registry would refuse any of these facts."""
    slugs = [database.slug for database in catalogue.databases]
    assert slugs == sorted(set(slugs))
    for database in catalogue.databases:
        assert_is_fit(database)
        assert_releases_are_fit(database)
    for left in catalogue.left_out:
        assert_can_be_shown(left)


def assert_is_fit(database: Database) -> None:
    assert why_no_slug(database.slug) is None
    assert is_line(database.name, 256)
    assert database.homepage is None or is_homepage(database.homepage)
    assert (database.license is None) == (database.license_note is None)
    assert database.license is None or is_line(database.license, 256)
    assert bool(database.license_note) == (database.license == "other")
    assert not database.license_note or is_line(database.license_note, 500)
    assert database.description is None or database.description.replace("\n", " ").isprintable()
    assert database.description is None or 0 < len(database.description) <= 10_000
    folded = [alias.casefold() for alias in database.aliases]
    assert folded == sorted(set(folded) - {database.slug})
    assert len(folded) <= 100
    assert all(is_line(alias, 256) for alias in database.aliases)


def assert_releases_are_fit(database: Database) -> None:
    names = [release.external_version for release in database.releases]
    assert len(names) == len(set(names))
    assert all(name == name.strip() and 0 < len(name) <= 64 for name in names)
    assert all(name.isprintable() and name != "latest" for name in names)
    days = [release.day for release in database.releases]
    assert all(one <= other for one, other in pairwise(filter(None, days)))
    assert None not in days[: len(list(filter(None, days)))]


def assert_can_be_shown(left: LeftOut) -> None:
    assert is_line(left.database, 80)
    assert left.text == "" or is_line(left.text, 80)


def is_line(text: str, length: int) -> bool:
    return 0 < len(text) <= length and text.isprintable() and text == text.strip()
