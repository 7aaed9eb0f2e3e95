"""A catalogue from the files that an operator has: bioregistry's, bioversions', or both."""

from dataclasses import replace
from pathlib import Path

from apps.ingestion.catalogue.bioregistry import read_bioregistry
from apps.ingestion.catalogue.bioversions import read_bioversions
from apps.ingestion.catalogue.documents import read_document
from apps.ingestion.catalogue.facts import Catalogue, Database
from apps.ingestion.catalogue.prefixes import Prefixes
from apps.ingestion.catalogue.sample import read_sample


def read_catalogue(*, bioregistry: Path | None, bioversions: Path | None) -> Catalogue:
    """What both files say, or what one says. Raises `UnreadableCatalogue`, or reads all.

    With bioversions alone, prefixes are those that the shipped sample knows.
    """
    described = read_bioregistry(read_document(bioregistry)) if bioregistry else Catalogue()
    if not bioversions:
        return described
    known = described if bioregistry else read_sample()
    return _merged(
        described, read_bioversions(read_document(bioversions), Prefixes(known.databases))
    )


def _merged(described: Catalogue, released: Catalogue) -> Catalogue:
    """Descriptions go before bare names; releases are only in the second."""
    databases = {database.slug: database for database in described.databases}
    for database in released.databases:
        databases[database.slug] = _with_releases(databases.get(database.slug), database)
    return Catalogue(
        databases=tuple(databases[slug] for slug in sorted(databases)),
        left_out=described.left_out + released.left_out,
        provenance=described.provenance + released.provenance,
    )


def _with_releases(described: Database | None, released: Database) -> Database:
    return replace(described, releases=released.releases) if described else released
