"""Organizations over HTTP."""

from typing import Any

from apps.audit.dtos import AuditEntry
from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.fields import Listed, Reasoned
from apps.core.pagination import Page
from apps.organizations import commands, queries, serializers
from apps.organizations.dtos import Member, OrganizationDetail, OrganizationSummary


class OrganizationViewSet(SliceViewSet):
    """/organizations and /organizations/{organization}."""

    @endpoint(answer=PageOf(OrganizationSummary), query=serializers.ListOrganizations)
    def list(self, actor: Actor, **page: Any) -> Page[OrganizationSummary]:
        """Organizations by slug."""
        return queries.list_organizations(**page)

    @endpoint(answer=OrganizationDetail, state=queries.find_organization)
    def retrieve(self, actor: Actor, organization: str) -> OrganizationDetail:
        """One organization."""
        return queries.get_organization(organization)

    @endpoint(answer=OrganizationDetail, body=serializers.CreateOrganization, status=201)
    def create(self, actor: Actor, **details: Any) -> OrganizationDetail:
        """Register an organization."""
        created = commands.create_organization(actor=actor, **details)
        return queries.get_organization(created.slug)

    @endpoint(answer=OrganizationDetail, body=serializers.UpdateOrganization, matched=True)
    def partial_update(self, actor: Actor, organization: str, **changes: Any) -> OrganizationDetail:
        """Change an organization."""
        commands.update_organization(actor=actor, organization=organization, **changes)
        return queries.get_organization(organization)

    @endpoint(answer=None, query=Reasoned, status=204, matched=True)
    def destroy(self, actor: Actor, **address: Any) -> None:
        """Delete an organization that has no sources."""
        commands.delete_organization(actor=actor, **address)

    @endpoint(answer=PageOf(Member), query=Listed, name="list_members")
    def members(self, actor: Actor, organization: str, **page: Any) -> Page[Member]:
        """The people of an organization and their roles."""
        return queries.list_members(organization, **page)

    @endpoint(answer=Member, name="get_member")
    def member(self, actor: Actor, organization: str, username: str) -> Member:
        """One person's role in an organization."""
        return queries.get_member(organization, username)

    @endpoint(answer=Member, body=serializers.SetMember, name="set_member")
    def set_member(self, actor: Actor, organization: str, username: str, **role: Any) -> Member:
        """Give a person a role."""
        commands.set_member(actor=actor, organization=organization, username=username, **role)
        return queries.get_member(organization, username)

    @endpoint(answer=None, query=Reasoned, status=204, name="remove_member")
    def remove_member(self, actor: Actor, **address: Any) -> None:
        """Take a person's role away."""
        commands.remove_member(actor=actor, **address)

    @endpoint(answer=PageOf(AuditEntry), query=Listed)
    def history(self, actor: Actor, organization: str, **page: Any) -> Page[AuditEntry]:
        """Who changed this organization, when, from what to what."""
        return queries.list_organization_history(organization, **page)
