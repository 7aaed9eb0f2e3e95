"""Every way an organization can change: one function, one transaction, one trace."""

from typing import Unpack

from apps.accounts.commands import revoke_tokens
from apps.accounts.queries import get_user
from apps.audit.actions import AuditAction
from apps.audit.policy import CURATORS, May, Role, Scope, allows, require
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core import dto
from apps.core.actor import Actor
from apps.core.adding import add_row
from apps.core.changes import difference
from apps.core.db import refusing
from apps.core.errors import DomainError, ReasonRequired, invalid_field
from apps.core.licences import require_licence
from apps.core.preconditions import require_unchanged
from apps.core.references import named
from apps.core.rendering import plain
from apps.core.services import services
from apps.events.publishing import publish
from apps.organizations.dtos import (
    Member,
    OrganizationChanges,
    OrganizationDetail,
    OrganizationDetails,
    OrganizationRef,
)
from apps.organizations.errors import (
    DuplicateSlug,
    InvalidName,
    InvalidSlug,
    LastOwner,
    MemberNotFound,
    OrganizationHasProjects,
    OrganizationHasSources,
    OrganizationNotFound,
    SystemOrganization,
)
from apps.organizations.events import (
    MemberRemoved,
    MemberSet,
    OrganizationCreated,
    OrganizationDeleted,
    OrganizationUpdated,
)
from apps.organizations.models import Membership, Organization


@command(may=May.REGISTRANT, on=None, scope=Scope.ADMIN)
def create_organization(
    *,
    actor: Actor,
    slug: str,
    name: str,
    is_system: bool = False,
    reason: str | None = None,
    **details: Unpack[OrganizationDetails],
) -> OrganizationRef:
    """Register an organization under a slug nobody else holds.

    Whoever may only because registration is open becomes its owner.
    Raises `InvalidSlug`, `InvalidName`, `InvalidRequest` or `DuplicateSlug`.
    """
    if is_system:
        require(May.CURATOR, actor, scope=Scope.ADMIN)
    require_licence(details.get("license"))
    now = services.clock.now()
    organization = Organization(
        slug=slug, name=name, is_system=is_system, created_at=now, updated_at=now, **details
    )
    with refusing(**_refusals(slug)):
        add_row(organization)
    after = {"slug": slug, "name": name, "is_system": is_system, **details}
    if actor.user_id is not None and not allows(May.CURATOR, actor, None):
        Membership(organization=organization, user_id=actor.user_id, role=Role.OWNER).save()
        after["owner"] = actor.label
    record(
        AuditAction.CREATE_ORGANIZATION, _entity(organization), actor=actor, reason=reason,
        after=after,
    )  # fmt: skip
    publish(OrganizationCreated(resource=_shown(organization)), actor=actor)
    return dto.of(OrganizationRef, organization)


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN)
def update_organization(
    *,
    actor: Actor,
    organization: str,
    reason: str | None = None,
    if_match: str | None = None,
    **changes: Unpack[OrganizationChanges],
) -> OrganizationRef:
    """Change the given fields, and keep their old values in the trail.

    Raises `OrganizationNotFound`, `InvalidName`, `InvalidRequest`; `NotAllowed` for `is_system`
    from whoever is no curator; `ReasonRequired` where a curator changes what has owners.
    """
    row = _locked(organization, actor)
    require_unchanged(OrganizationDetail, row, if_match)
    changed = difference(row, changes)
    if "is_system" in changed.after:
        require(May.CURATOR, actor, scope=Scope.ADMIN)
    if not changed:
        nothing_changed()
        return dto.of(OrganizationRef, row)
    _require_a_reason_of_outsiders(row, actor, reason)
    require_licence(changed.after.get("license"))
    fields = changed.apply(row)
    row.updated_at = services.clock.now()
    with refusing(**_refusals(row.slug)):
        row.save(update_fields=[*fields, "updated_at"])
    record(
        AuditAction.UPDATE_ORGANIZATION, _entity(row), actor=actor, reason=reason,
        before=changed.before, after=changed.after,
    )  # fmt: skip
    publish(OrganizationUpdated(resource=_shown(row)), actor=actor)
    return dto.of(OrganizationRef, row)


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN)
def delete_organization(
    *, actor: Actor, organization: str, reason: str | None = None, if_match: str | None = None
) -> None:
    """Remove an organization that nothing depends on.

    Raises `OrganizationNotFound`, `SystemOrganization`, `OrganizationHasSources`,
    `OrganizationHasProjects`, or `ReasonRequired` where a curator deletes what has owners.
    """
    row = _locked(organization, actor)
    require_unchanged(OrganizationDetail, row, if_match)
    if row.is_system:
        raise SystemOrganization(slug=row.slug)
    _require_a_reason_of_outsiders(row, actor, reason)
    entity, shown, members = _entity(row), _shown(row), _members(row)
    with refusing(
        source_organization_exists=OrganizationHasSources(slug=row.slug),
        project_organization_exists=OrganizationHasProjects(slug=row.slug),
    ):
        row.delete()
    record(
        AuditAction.DELETE_ORGANIZATION,
        entity,
        actor=actor,
        reason=reason,
        before={**plain(shown), "members": members},
    )
    publish(OrganizationDeleted(resource=shown), actor=actor)


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN)
def set_member(
    *, actor: Actor, organization: str, username: str, role: Role, reason: str | None = None
) -> None:
    """Give a person a role, whether or not they had one.

    Raises `OrganizationNotFound`, `UserNotFound`, also for who was shut out, `InvalidRequest`,
    `LastOwner`, or `ReasonRequired` where a curator chooses the members of what has owners.
    """
    if role not in list(Role):
        raise invalid_field("role", "one of member, maintainer and owner")
    row = _locked(organization, actor)
    person = get_user(username, active=True)
    known = Membership.objects.filter(organization=row, user_id=person.id).first()
    member = known or Membership(organization=row, user_id=person.id)
    before = {"username": username, "role": known.role if known else None}
    if before["role"] == role:
        return nothing_changed()
    _require_a_reason_of_outsiders(row, actor, reason)
    member.role = Role(role).value
    member.save()
    _require_an_owner(row, username, before["role"])
    record(
        AuditAction.SET_MEMBER, _entity(row), actor=actor, reason=reason,
        before=before, after={"username": username, "role": member.role},
    )  # fmt: skip
    publish(MemberSet(resource=dto.of(Member, member)), actor=actor)
    return None


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN)
def remove_member(
    *, actor: Actor, organization: str, username: str, reason: str | None = None
) -> None:
    """Take a person's role away, and every token of theirs that was made for this organization.

    Raises `OrganizationNotFound`, `MemberNotFound`, `ReasonRequired` or `LastOwner`.
    """
    row = _locked(organization, actor)
    member = Membership.objects.filter(organization=row, user__username=username).first()
    if member is None:
        raise MemberNotFound(username=username, organization=row.slug)
    if not reason:
        raise ReasonRequired
    shown = dto.of(Member, member)
    revoke_tokens(actor=actor, organization=row.slug, username=username, reason=reason)
    member.delete()
    _require_an_owner(row, username, shown.role)
    record(
        AuditAction.REMOVE_MEMBER, _entity(row), actor=actor, reason=reason,
        before={"username": username, "role": shown.role},
    )  # fmt: skip
    publish(MemberRemoved(resource=shown), actor=actor)


def _locked(organization: str, actor: Actor) -> Organization:
    """The row, which nobody else changes now; and the actor, unless removed while they waited."""
    rows = Organization.objects.select_for_update().filter(**named(organization))
    if (row := rows.first()) is None:
        raise OrganizationNotFound(organization=organization)
    require(May.OWNER, actor, scope=Scope.ADMIN, organization=row.slug)
    return row


def _require_a_reason_of_outsiders(row: Organization, actor: Actor, reason: str | None) -> None:
    """Who looks after all organizations tells the owners of one why they touch it."""
    if reason or not (actor.is_superuser or CURATORS in actor.groups):
        return
    people = dict(row.memberships.values_list("user_id", "role"))
    if actor.user_id not in people and Role.OWNER in people.values():
        raise ReasonRequired


def _members(row: Organization) -> dict[str, str]:
    return dict(row.memberships.order_by("user__username").values_list("user__username", "role"))


def _require_an_owner(row: Organization, username: str, role_before: str | None) -> None:
    owners = Membership.objects.filter(organization=row, role=Role.OWNER, user__is_active=True)
    if role_before == Role.OWNER and not owners.exists():
        raise LastOwner(username=username, organization=row.slug)


def _refusals(slug: str) -> dict[str, DomainError]:
    """Every constraint of the table, and what its refusal means."""
    address = "this is no http(s) address of at most 2,000 characters"
    return {
        "organization_slug_unique": DuplicateSlug(slug=slug),
        "organization_slug_format": InvalidSlug(slug=slug[:100]),
        "organization_slug_length": InvalidSlug(slug=slug[:100]),
        "organization_slug_not_an_id": InvalidSlug(slug=slug[:100]),
        "organization_slug_not_reserved": InvalidSlug(slug=slug[:100]),
        "organization_name_length": InvalidName(),
        "organization_description_length": invalid_field(
            "description", "at most 10,000 characters"
        ),
        "organization_citation_length": invalid_field("citation", "at most 10,000 characters"),
        "organization_license_length": invalid_field("license", "at most 256 characters"),
        "organization_website_web_address": invalid_field("website", address),
        "organization_logo_url_web_address": invalid_field("logo_url", address),
        "organization_documentation_url_web_address": invalid_field("documentation_url", address),
        "organization_data_source_url_web_address": invalid_field("data_source_url", address),
        "organization_contact_email_format": invalid_field(
            "contact_email", "this is no e-mail address"
        ),
        "organization_contact_email_length": invalid_field(
            "contact_email", "this is no e-mail address"
        ),
        "organization_version_scheme_known": invalid_field(
            "version_scheme", "one of semver, calendar, assembly, sequential"
        ),
    }


def _entity(row: Organization) -> Entity:
    return Entity(type="organization", id=row.id, label=row.slug)


def _shown(row: Organization) -> OrganizationDetail:
    return dto.of(OrganizationDetail, row)
