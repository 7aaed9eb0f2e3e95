"""What publishers offer on the web: addresses in, checked bytes out. Knows no Django."""

from apps.ingestion.fetching.addresses import is_address
from apps.ingestion.fetching.errors import (
    ChangedMeanwhile,
    DamagedArchive,
    NotAsPublished,
    NotThere,
    Unfetchable,
    Unreachable,
)
from apps.ingestion.fetching.expectations import Expected
from apps.ingestion.fetching.opening import name_of, opened, size_of
from apps.ingestion.fetching.patience import Patience
from apps.ingestion.fetching.release_names import place_of
from apps.ingestion.fetching.releases import PublishedRelease, in_time, latest, missing
from apps.ingestion.fetching.sources import Incoming, read_to_the_end
from apps.ingestion.fetching.uniprot_tree import PublishedTree, TreeAddresses, read_tree
from apps.ingestion.fetching.web import Web

__all__ = [
    "ChangedMeanwhile",
    "DamagedArchive",
    "Expected",
    "Incoming",
    "NotAsPublished",
    "NotThere",
    "Patience",
    "PublishedRelease",
    "PublishedTree",
    "TreeAddresses",
    "Unfetchable",
    "Unreachable",
    "Web",
    "in_time",
    "is_address",
    "latest",
    "missing",
    "name_of",
    "opened",
    "place_of",
    "read_to_the_end",
    "read_tree",
    "size_of",
]
