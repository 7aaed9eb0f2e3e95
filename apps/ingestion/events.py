"""What ingestion announces."""

from typing import Any, ClassVar

from apps.core.actor import Actor
from apps.core.rendering import plain
from apps.events.publishing import Announcement
from apps.ingestion.dtos import ImportReport, IngestReport


class CatalogueImported(Announcement):
    """Organizations, sources and releases were read from a catalogue."""

    type: ClassVar[str] = "catalogue.imported"

    resource: ImportReport


class ReleaseIngested(Announcement):
    """A release came in, with all its members."""

    type: ClassVar[str] = "release.ingested"

    resource: IngestReport

    def data(self, actor: Actor) -> dict[str, Any]:
        """The counts, and where the changes are; not every record that was refused."""
        told = Announcement.data(self, actor)
        counted = plain(self.resource)
        del counted["refusals"]
        return {**told, "resource": counted, "changes": f"/api/v1/{self.resource.changes}"}
