"""What the versions slice announces."""

from typing import ClassVar

from apps.events.publishing import Announcement
from apps.versions.dtos import VersionDetail


class VersionAnnouncement(Announcement):
    """Something happened to a version."""

    resource: VersionDetail


class DraftAnnouncement(VersionAnnouncement):
    """Something happened to what is not published yet."""

    of_drafts: ClassVar[bool] = True


class VersionCreated(DraftAnnouncement):
    type: ClassVar[str] = "version.created"


class VersionUpdated(DraftAnnouncement):
    type: ClassVar[str] = "version.updated"


class VersionDeleted(DraftAnnouncement):
    type: ClassVar[str] = "version.deleted"


class VersionPublished(VersionAnnouncement):
    type: ClassVar[str] = "version.published"


class VersionDeprecated(VersionAnnouncement):
    type: ClassVar[str] = "version.deprecated"


class VersionYanked(VersionAnnouncement):
    type: ClassVar[str] = "version.yanked"


class VersionUnyanked(VersionAnnouncement):
    type: ClassVar[str] = "version.unyanked"
