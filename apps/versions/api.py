"""Versions over HTTP, and the registry's numbers."""

from typing import Any

from apps.audit.dtos import AuditEntry
from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.fields import Explained, Listed, Reasoned
from apps.core.pagination import Page
from apps.versions import commands, queries, serializers
from apps.versions.dtos import (
    OrganizationStatistics,
    RegistryStatistics,
    VersionDetail,
    VersionRef,
    VersionSummary,
)


class VersionViewSet(SliceViewSet):
    """/sources/{organization}/{source}/versions and what is below."""

    @endpoint(answer=PageOf(VersionSummary), query=serializers.ListVersions)
    def list(self, actor: Actor, **asked: Any) -> Page[VersionSummary]:
        """A source's versions, newest first."""
        return queries.list_versions(actor=actor, **asked)

    @endpoint(answer=VersionDetail, state=queries.find_version, linked=queries.linked)
    def retrieve(self, actor: Actor, **address: str) -> VersionDetail:
        """One version, by number, publisher's name, id, or as `latest`."""
        return queries.get_version(actor=actor, **address)

    @endpoint(answer=VersionDetail, body=serializers.CreateVersion, status=201)
    def create(self, actor: Actor, **details: Any) -> VersionDetail:
        """Begin a draft."""
        return _shown(actor, commands.create_version(actor=actor, **details))

    @endpoint(answer=VersionDetail, body=serializers.UpdateVersion, matched=True)
    def partial_update(self, actor: Actor, **changes: Any) -> VersionDetail:
        """Change a draft."""
        return _shown(actor, commands.update_version(actor=actor, **changes))

    @endpoint(answer=None, query=Reasoned, status=204, matched=True)
    def destroy(self, actor: Actor, **address: Any) -> None:
        """Throw a draft away."""
        commands.delete_version(actor=actor, **address)

    @endpoint(answer=PageOf(AuditEntry), query=Listed)
    def history(self, actor: Actor, **asked: Any) -> Page[AuditEntry]:
        """Who changed this version, when, from what to what."""
        return queries.list_version_history(actor=actor, **asked)

    @endpoint(answer=VersionDetail, body=Reasoned)
    def publish(self, actor: Actor, **address: Any) -> VersionDetail:
        """Make a draft public for ever."""
        return _shown(actor, commands.publish_version(actor=actor, **address))

    @endpoint(answer=VersionDetail, body=serializers.Deprecate)
    def deprecate(self, actor: Actor, **address: Any) -> VersionDetail:
        """Warn everybody off a version."""
        return _shown(actor, commands.deprecate_version(actor=actor, **address))

    @endpoint(answer=VersionDetail, body=Explained)
    def yank(self, actor: Actor, **address: Any) -> VersionDetail:
        """Keep a version from being chosen."""
        return _shown(actor, commands.yank_version(actor=actor, **address))

    @endpoint(answer=VersionDetail, body=Reasoned)
    def unyank(self, actor: Actor, **address: Any) -> VersionDetail:
        """Let a yanked version be what it was."""
        return _shown(actor, commands.unyank_version(actor=actor, **address))


class StatisticsViewSet(SliceViewSet):
    """/stats and /organizations/{organization}/statistics."""

    @endpoint(answer=RegistryStatistics)
    def retrieve(self, actor: Actor) -> RegistryStatistics:
        """How much there is of everything."""
        return queries.get_statistics()

    @endpoint(answer=OrganizationStatistics, name="get_organization_statistics")
    def organization(self, actor: Actor, organization: str) -> OrganizationStatistics:
        """How much there is of one organization."""
        return queries.get_organization_statistics(organization, actor=actor)


def _shown(actor: Actor, version: VersionRef) -> VersionDetail:
    return queries.get_version(version.organization, version.source, str(version.id), actor=actor)
