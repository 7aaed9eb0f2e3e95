"""What the projects slice announces."""

from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from apps.core.actor import Actor
from apps.events.publishing import Announcement
from apps.projects.dtos import Announced, LockSummary, ProjectDetail


class ProjectAnnouncement(Announcement):
    """Something happened to a project."""

    resource: ProjectDetail


@dataclass(frozen=True, kw_only=True)
class ProjectCreated(ProjectAnnouncement):
    """A project was begun: its facts stand also beside the resource, for who reads no further."""

    type: ClassVar[str] = "project.created"

    owner_id: UUID

    def data(self, actor: Actor) -> dict[str, Any]:
        """What a subscriber learns."""
        made = self.resource
        told = {"project_id": made.id, "name": made.name, "created_at": made.created_at}
        return {**ProjectAnnouncement.data(self, actor), **told, "owner_id": self.owner_id}


class ProjectUpdated(ProjectAnnouncement):
    type: ClassVar[str] = "project.updated"


class ProjectDeleted(ProjectAnnouncement):
    type: ClassVar[str] = "project.deleted"


@dataclass(frozen=True, kw_only=True)
class ProjectLocked(ProjectAnnouncement):
    """A project was locked: which lock that made stands beside the resource."""

    type: ClassVar[str] = "project.locked"

    lock: LockSummary

    def data(self, actor: Actor) -> dict[str, Any]:
        """What a subscriber learns."""
        return {**ProjectAnnouncement.data(self, actor), "lock": self.lock}


class ProjectReconciled(Announcement):
    """A lock was compared with the registry."""

    type: ClassVar[str] = "project.reconciled"

    resource: Announced
