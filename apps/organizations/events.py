"""What the organizations slice announces."""

from typing import ClassVar

from apps.events.publishing import Announcement
from apps.organizations.dtos import Member, OrganizationDetail


class OrganizationAnnouncement(Announcement):
    """Something happened to an organization."""

    resource: OrganizationDetail


class OrganizationCreated(OrganizationAnnouncement):
    type: ClassVar[str] = "organization.created"


class OrganizationUpdated(OrganizationAnnouncement):
    type: ClassVar[str] = "organization.updated"


class OrganizationDeleted(OrganizationAnnouncement):
    type: ClassVar[str] = "organization.deleted"


class MemberAnnouncement(Announcement):
    """Something happened to a membership."""

    resource: Member


class MemberSet(MemberAnnouncement):
    type: ClassVar[str] = "organization.member_set"


class MemberRemoved(MemberAnnouncement):
    type: ClassVar[str] = "organization.member_removed"
