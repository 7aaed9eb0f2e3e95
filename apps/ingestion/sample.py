"""The proteins that come with the registry, as a release of their own (see samples/README.md)."""

from contextlib import AbstractContextManager
from datetime import date
from importlib.resources import files
from typing import BinaryIO, cast

from apps.core.actor import Actor
from apps.ingestion.arriving import Arrival
from apps.ingestion.commands import ingest_release
from apps.ingestion.dtos import IngestReport
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.here import Here

FILE = "proteins.dat"
ORGANIZATION = "uniprot"
# Apart from `swissprot`: its first real release is its first, and removes no protein of the sample.
SLUG = "swissprot-sample"
RELEASE = "sample-1"
DAY = date(2022, 10, 12)  # that of the newest entry: no later release comes before it


def ingest_sample(*, actor: Actor) -> IngestReport:
    """Take in the sample. Raises as `ingest_release` does."""
    return ingest_release(
        actor=actor,
        organization=ORGANIZATION,
        source=SLUG,
        release=RELEASE,
        arrival=Arrival([(FILE, opened)], Here(FORMATS["uniprot"])),
        release_date=DAY,
    )


def opened() -> AbstractContextManager[BinaryIO]:
    """Its bytes, to be read from their beginning."""
    sample = files("apps.ingestion").joinpath("samples", FILE)
    return cast("AbstractContextManager[BinaryIO]", sample.open("rb"))
