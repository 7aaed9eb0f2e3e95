"""What the sources slice announces."""

from typing import ClassVar

from apps.events.publishing import Announcement
from apps.sources.dtos import SourceDetail


class SourceAnnouncement(Announcement):
    """Something happened to a source."""

    resource: SourceDetail


class SourceCreated(SourceAnnouncement):
    type: ClassVar[str] = "source.created"


class SourceUpdated(SourceAnnouncement):
    type: ClassVar[str] = "source.updated"


class SourceDeleted(SourceAnnouncement):
    type: ClassVar[str] = "source.deleted"


class SourceArchived(SourceAnnouncement):
    type: ClassVar[str] = "source.archived"


class SourceUnarchived(SourceAnnouncement):
    type: ClassVar[str] = "source.unarchived"
