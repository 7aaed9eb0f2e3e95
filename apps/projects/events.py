"""What the projects slice announces, to those who see the project."""

from dataclasses import dataclass
from typing import Any, ClassVar

from apps.audit.policy import PERSON
from apps.core.actor import Actor
from apps.events.publishing import Announcement
from apps.projects.dtos import Announced, LockSummary, ProjectDetail
from apps.projects.owners import is_person


class OfProject(Announcement):
    """Something that those hear of who see a project."""

    of_drafts: ClassVar[bool] = True

    resource: ProjectDetail | Announced

    @property
    def organization(self) -> str | None:
        """The slug of its owner; of a person the id, which no name is too long for."""
        of = self.resource
        return f"{PERSON}{of.owner_id}" if is_person(of.owner) else of.owner


class ProjectAnnouncement(OfProject):
    """Something happened to a project."""

    resource: ProjectDetail


class ProjectCreated(ProjectAnnouncement):
    """A project was begun: its facts stand also beside the resource, for who reads no further."""

    type: ClassVar[str] = "project.created"

    def data(self, actor: Actor) -> dict[str, Any]:
        """What a subscriber learns."""
        made = self.resource
        told = {"project_id": made.id, "name": made.name, "created_at": made.created_at}
        return {**Announcement.data(self, actor), **told, "owner_id": made.owner_id}


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
        return {**Announcement.data(self, actor), "lock": self.lock}


class ProjectReconciled(OfProject):
    type: ClassVar[str] = "project.reconciled"

    resource: Announced
