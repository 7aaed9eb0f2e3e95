"""Which database a prefix stands for, however it is spelled.

Prefixes are the same, as in bioregistry, if they differ only in case and in blanks, hyphens,
underscores, points and slashes. A database's own prefix goes before another one's synonym.
"""

from collections.abc import Iterable

from apps.ingestion.catalogue.facts import Database

_NOTHING = str.maketrans("", "", " -_./")


class Prefixes:
    """The slugs of databases by their prefix and its synonyms."""

    def __init__(self, databases: Iterable[Database]) -> None:
        described = [database for database in databases if database.described]
        own = {_spelled_alike(database.slug): database.slug for database in described}
        synonyms = {
            _spelled_alike(alias): database.slug
            for database in reversed(described)
            for alias in database.aliases
        }
        self._slugs = synonyms | own
        self._slugs.pop("", None)

    def slug_of(self, prefix: str) -> str | None:
        """The slug of the database this prefix stands for, None if nobody has it."""
        return self._slugs.get(_spelled_alike(prefix))


def _spelled_alike(prefix: str) -> str:
    return prefix.casefold().translate(_NOTHING)
