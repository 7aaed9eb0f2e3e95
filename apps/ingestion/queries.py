"""Every question about what was taken in. Nothing here writes."""

from apps.core.db import query, reading
from apps.ingestion.models import CatalogueEntry


@query
def has_catalogue() -> bool:
    """Whether a catalogue was ever imported."""
    return reading(CatalogueEntry).exists()
