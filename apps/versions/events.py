"""What the versions slice announces."""

from typing import ClassVar

from apps.events.publishing import Announcement
from apps.versions.dtos import VersionDetail


class VersionAnnouncement(Announcement):
    """Something happened to a version."""

    resource: VersionDetail


class VersionCreated(VersionAnnouncement):
    type: ClassVar[str] = "version.created"


class VersionUpdated(VersionAnnouncement):
    type: ClassVar[str] = "version.updated"


class VersionDeleted(VersionAnnouncement):
    type: ClassVar[str] = "version.deleted"


class VersionPublished(VersionAnnouncement):
    type: ClassVar[str] = "version.published"


class VersionDeprecated(VersionAnnouncement):
    type: ClassVar[str] = "version.deprecated"


class VersionYanked(VersionAnnouncement):
    type: ClassVar[str] = "version.yanked"


class VersionUnyanked(VersionAnnouncement):
    type: ClassVar[str] = "version.unyanked"
