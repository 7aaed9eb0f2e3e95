"""A database as a catalogue describes it, and catalogues of such."""

from datetime import date

from apps.ingestion.catalogue import Catalogue, Database, LeftOut, Release

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
