"""Projects over HTTP."""

from typing import Any
from uuid import UUID

from apps.audit.dtos import AuditEntry
from apps.core.actor import Actor
from apps.core.api import OneOf, PageOf, SliceViewSet, endpoint
from apps.core.documents import Document, DocumentOf
from apps.core.fields import Listed, Reasoned
from apps.core.pagination import Page
from apps.core.rendering import LargeJSONParser
from apps.core.written import Written
from apps.projects import commands, owners, parsing, queries, serializers
from apps.projects.dtos import (
    LockEnvelope,
    LockSummary,
    ManifestDetail,
    ProjectDetail,
    ProjectSummary,
    ReconciliationDetail,
    ReconciliationSummary,
)
from apps.resolving.dtos import Lock


class ProjectViewSet(SliceViewSet):
    """/projects and /projects/{owner}/{name}."""

    @endpoint(answer=PageOf(ProjectSummary), query=serializers.ListProjects)
    def list(self, actor: Actor, **page: Any) -> Page[ProjectSummary]:
        """The projects that you may see."""
        return queries.list_projects(actor=actor, **page)

    @endpoint(answer=ProjectDetail)
    def retrieve(self, actor: Actor, owner: str, name: str) -> ProjectDetail:
        """One project."""
        return queries.get_project(owner, name, actor=actor)

    @endpoint(answer=ProjectDetail, body=serializers.CreateProject, status=201)
    def create(
        self, actor: Actor, organization: str | None = None, **details: Any
    ) -> ProjectDetail:
        """Begin a project."""
        owner = owners.owner_of(organization, actor)
        made = commands.create_project(actor=actor, owner=owner, **details)
        return queries.get_project(made.owner, made.name, actor=actor)

    @endpoint(answer=ProjectDetail, body=serializers.UpdateProject, matched=True)
    def partial_update(self, actor: Actor, owner: str, name: str, **changes: Any) -> ProjectDetail:
        """Change what a project is about, or whether it is watched."""
        commands.update_project(actor=actor, owner=owner, name=name, **changes)
        return queries.get_project(owner, name, actor=actor)

    @endpoint(answer=None, query=Reasoned, status=204, matched=True)
    def destroy(self, actor: Actor, **address: Any) -> None:
        """End a project."""
        commands.delete_project(actor=actor, **address)

    @endpoint(answer=PageOf(AuditEntry), query=Listed)
    def history(self, actor: Actor, **asked: Any) -> Page[AuditEntry]:
        """Who changed this project, when, from what to what."""
        return queries.list_project_history(actor=actor, **asked)


class ManifestViewSet(SliceViewSet):
    """/projects/{owner}/{name}/manifest."""

    parser_classes = (
        LargeJSONParser, parsing.ManifestParser, parsing.AsIsCustomary, parsing.AsText,
    )  # fmt: skip

    @endpoint(answer=DocumentOf("manifest"), query=serializers.GetManifest)
    def retrieve(self, actor: Actor, **asked: Any) -> Document:
        """What a project says it uses."""
        return queries.find_manifest(actor=actor, **asked)

    @endpoint(answer=ManifestDetail, body=serializers.Manifest, name="set_manifest")
    def update(self, actor: Actor, owner: str, name: str, **manifest: Any) -> ManifestDetail:
        """Say what a project uses."""
        commands.update_project(actor=actor, owner=owner, name=name, **manifest)
        return queries.get_manifest(owner, name, actor=actor)


class ProjectLockViewSet(SliceViewSet):
    """/projects/{owner}/{name}/lock and /locks."""

    @endpoint(answer=OneOf(Lock, LockEnvelope), query=serializers.GetLock, name="get_lock")
    def retrieve(self, actor: Actor, **asked: Any) -> Written:
        """The last lock of a project, or an earlier one."""
        return queries.find_written_lock(actor=actor, **asked)

    @endpoint(answer=Lock, body=serializers.LockProject, name="lock_project")
    def update(self, actor: Actor, owner: str, name: str, **how: Any) -> Written:
        """Resolve the manifest of a project, and keep the lock."""
        commands.lock_project(actor=actor, owner=owner, name=name, **how)
        return queries.find_written_lock(owner, name, actor=actor)

    @endpoint(answer=PageOf(LockSummary), query=Listed, name="list_locks")
    def list(self, actor: Actor, **asked: Any) -> Page[LockSummary]:
        """Every lock that a project had, the last first."""
        return queries.list_locks(actor=actor, **asked)


class ReconciliationViewSet(SliceViewSet):
    """/projects/{owner}/{name}/reconcile and /reconciliations."""

    @endpoint(answer=PageOf(ReconciliationSummary), query=serializers.ListReconciliations)
    def list(self, actor: Actor, **asked: Any) -> Page[ReconciliationSummary]:
        """What the locks of a project were beside the registry."""
        return queries.list_reconciliations(actor=actor, **asked)

    @endpoint(answer=ReconciliationDetail)
    def retrieve(self, actor: Actor, reconciliation_id: UUID, **address: Any) -> Written:
        """One reconciliation, pin by pin."""
        return queries.find_reconciliation(
            reconciliation_id=reconciliation_id, actor=actor, **address
        )

    @endpoint(answer=ReconciliationDetail, body=Reasoned, name="reconcile_project")
    def create(self, actor: Actor, owner: str, name: str, **why: Any) -> Written:
        """Compare the last lock of a project with the registry now."""
        made = commands.reconcile_project(actor=actor, owner=owner, name=name, **why)
        return queries.find_reconciliation(owner, name, made, actor=actor)
