"""What ingestion announces."""

from typing import ClassVar

from apps.events.publishing import Announcement
from apps.ingestion.dtos import ImportReport


class CatalogueImported(Announcement):
    """Organizations, sources and releases were read from a catalogue."""

    type: ClassVar[str] = "catalogue.imported"

    resource: ImportReport
