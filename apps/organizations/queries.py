"""Every question that can be asked about organizations. Nothing here writes."""

from typing import Unpack
from uuid import UUID

from django.db.models import FilteredRelation, Q, QuerySet

from apps.audit.dtos import AuditEntry
from apps.audit.policy import Home, Role, Standing
from apps.audit.queries import list_history
from apps.core import dto, mentions
from apps.core.db import query, read_cursor
from apps.core.mentions import mentioning
from apps.core.pagination import Keyset, Page, Window
from apps.core.questions import asking
from apps.core.references import named
from apps.organizations.dtos import Member, OrganizationDetail, OrganizationRef, OrganizationSummary
from apps.organizations.errors import MemberNotFound, OrganizationNotFound
from apps.organizations.models import Membership, Organization

BY_SLUG = Keyset(name="organizations", columns=("slug",))
BY_USERNAME = Keyset(name="members", columns=("user__username",))
OWNED_ALONE = """
    SELECT organization.slug FROM organizations_organization AS organization
      JOIN organizations_membership AS mine ON mine.organization_id = organization.id
     WHERE mine.user_id = %(user)s AND mine.role = 'owner'
       AND NOT EXISTS (
           SELECT FROM organizations_membership AS other
             JOIN accounts_user AS person ON person.id = other.user_id
            WHERE other.organization_id = organization.id AND other.role = 'owner'
              AND person.id <> mine.user_id AND person.is_active)
     ORDER BY organization.slug
"""


@query
def get_organization(organization: str) -> OrganizationDetail:
    """One organization by its slug or id. Raises `OrganizationNotFound`."""
    rows = asking(Organization).filter(**named(organization))
    return dto.one(OrganizationDetail, rows, OrganizationNotFound(organization=organization))


@query
def list_organizations(
    *, q: str | None = None, is_system: bool | None = None, **window: Unpack[Window]
) -> Page[OrganizationSummary]:
    """Organizations by slug, all or those asked for: that mention `q`."""
    rows = asking(Organization).narrowed({"is_system": is_system})
    rows = rows if q is None else rows.then(mentioning, **mentions.parameters(q))
    return BY_SLUG.page(OrganizationSummary, rows, **window)


@query
def list_members(organization: str, **window: Unpack[Window]) -> Page[Member]:
    """The people of one organization by user name. Raises `OrganizationNotFound`."""
    found = find_organization(organization)
    rows = asking(Membership).filter(organization_id=found.id)
    return BY_USERNAME.page(Member, rows, **window)


@query
def get_member(organization: str, username: str) -> Member:
    """One person's role. Raises `OrganizationNotFound` or `MemberNotFound`."""
    found = find_organization(organization)
    rows = asking(Membership).filter(organization_id=found.id, user__username=username)
    return dto.one(Member, rows, MemberNotFound(username=username, organization=found.slug))


@query
def list_organization_history(organization: str, **window: Unpack[Window]) -> Page[AuditEntry]:
    """What was done to an organization, newest first. Raises `OrganizationNotFound`."""
    return list_history(find_organization(organization).id, **window)


@query
def find_organization(organization: str) -> OrganizationRef:
    """The id and slug behind a slug or id. Raises `OrganizationNotFound`."""
    rows = asking(Organization).filter(**named(organization))
    return dto.one(OrganizationRef, rows, OrganizationNotFound(organization=organization))


@query
def get_standing(organization: str, user_id: UUID | None) -> Standing:
    """An organization's id, and the role that a person has in it. Raises `OrganizationNotFound`."""
    rows = asking(Organization).filter(**named(organization)).then(_with_role, user_id=user_id)
    found = next(rows.values_list("id", "mine__role"), None)
    if found is None:
        raise OrganizationNotFound(organization=organization)
    return found[0], Role(found[1]) if found[1] else None


@query
def list_homes(user_id: UUID | None, organization_id: UUID | None) -> tuple[Home, ...]:
    """Of what a person is a member, or all there is for None; or of that, one organization."""
    asked = {"memberships__user_id": user_id, "id": organization_id}
    return dto.many(Home, asking(Organization).narrowed(asked))


@query
def list_owned_alone(user_id: UUID) -> tuple[str, ...]:
    """The organizations that nobody else owns who may still come, by slug."""
    with read_cursor() as cursor:
        cursor.execute(OWNED_ALONE, {"user": user_id})
        return tuple(slug for (slug,) in cursor.fetchall())


def _with_role(rows: "QuerySet[Organization]", user_id: UUID | None) -> "QuerySet[Organization]":
    mine = FilteredRelation("memberships", condition=Q(memberships__user_id=user_id))
    return rows.annotate(mine=mine)
