"""Every way a source can change: one function, one transaction, one trace."""

from typing import Protocol, Unpack

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core import dto
from apps.core.actor import Actor
from apps.core.adding import add_row
from apps.core.changes import difference
from apps.core.db import refusing
from apps.core.errors import DomainError, NotFound, invalid_field
from apps.core.licences import require_licence
from apps.core.preconditions import require_unchanged
from apps.core.providers import Provider
from apps.core.references import named
from apps.core.rendering import plain
from apps.core.services import services
from apps.events.publishing import publish
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.models import Organization
from apps.sources.dtos import SourceChanges, SourceDetail, SourceDetails, SourceRef, SourceType
from apps.sources.errors import DuplicateSlug, InvalidSlug, SourceHasPublishedVersions
from apps.sources.events import (
    SourceArchived,
    SourceCreated,
    SourceDeleted,
    SourceUnarchived,
    SourceUpdated,
)
from apps.sources.models import Source
from apps.sources.queries import addressed, find_source, missing


class DeleteDrafts(Protocol):
    """Deletes the drafts of a source that is about to go, each with its own trace."""

    def __call__(
        self, *, actor: Actor, organization: str, source: str, reason: str | None
    ) -> None: ...


delete_drafts: Provider[DeleteDrafts] = Provider("how the drafts of a source are deleted")


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def create_source(
    *,
    actor: Actor,
    organization: str,
    slug: str,
    name: str,
    source_type: SourceType,
    reason: str | None = None,
    **details: Unpack[SourceDetails],
) -> SourceRef:
    """Register a source under a slug that is free in its organization.

    Raises `OrganizationNotFound`, `InvalidSlug`, `InvalidRequest` or `DuplicateSlug`.
    """
    owner = Organization.objects.filter(**named(organization)).first()
    if owner is None:
        raise OrganizationNotFound(organization=organization)
    require_licence(details.get("license"))
    now = services.clock.now()
    row = Source(
        organization=owner, slug=slug, name=name, source_type=source_type,
        created_at=now, updated_at=now, **details,
    )  # fmt: skip
    with refusing(**_refusals(owner.slug, slug)):
        add_row(row)
    after = {"organization": owner.slug, "slug": slug, "name": name, "source_type": source_type}
    record(
        AuditAction.CREATE_SOURCE, _entity(row), actor=actor, reason=reason,
        after={**after, **details},
    )  # fmt: skip
    publish(SourceCreated(resource=_shown(row)), actor=actor)
    return dto.of(SourceRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def update_source(
    *,
    actor: Actor,
    organization: str,
    source: str,
    reason: str | None = None,
    if_match: str | None = None,
    **changes: Unpack[SourceChanges],
) -> SourceRef:
    """Change the given fields, and keep their old values in the trail.

    Raises `OrganizationNotFound`, `SourceNotFound` or `InvalidRequest`.
    """
    row = _locked(organization, source)
    require_unchanged(SourceDetail, row, if_match)
    if changes.get("superseded_by"):
        changes["superseded_by"] = _successor(row, changes["superseded_by"] or "")
    changed = difference(row, changes)
    if not changed:
        nothing_changed()
        return dto.of(SourceRef, row)
    require_licence(changed.after.get("license"))
    fields = changed.apply(row)
    row.updated_at = services.clock.now()
    with refusing(**_refusals(row.organization.slug, row.slug)):
        row.save(update_fields=[*fields, "updated_at"])
    record(
        AuditAction.UPDATE_SOURCE, _entity(row), actor=actor, reason=reason,
        before=changed.before, after=changed.after,
    )  # fmt: skip
    publish(SourceUpdated(resource=_shown(row)), actor=actor)
    return dto.of(SourceRef, row)


@command(may=May.MAINTAINER, on="organization", scope=Scope.WRITE)
def delete_source(
    *,
    actor: Actor,
    organization: str,
    source: str,
    reason: str | None = None,
    if_match: str | None = None,
) -> None:
    """Remove a source that never published anything, with its drafts.

    Raises `OrganizationNotFound`, `SourceNotFound` or `SourceHasPublishedVersions`.
    """
    row = _locked(organization, source)
    require_unchanged(SourceDetail, row, if_match)
    entity, shown = _entity(row), _shown(row)
    delete_drafts.ask(actor=actor, organization=organization, source=source, reason=reason)
    published = SourceHasPublishedVersions(slug=row.slug)
    with refusing(version_source_exists=published, release_source_exists=published):
        row.delete()
    record(AuditAction.DELETE_SOURCE, entity, actor=actor, reason=reason, before=plain(shown))
    publish(SourceDeleted(resource=shown), actor=actor)


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def archive_source(
    *, actor: Actor, organization: str, source: str, reason: str | None = None
) -> None:
    """Say that nothing more will come. Its versions stay.

    Raises `OrganizationNotFound` or `SourceNotFound`.
    """
    row = _locked(organization, source)
    if row.archived_at is not None:
        return nothing_changed()
    row.archived_at = row.updated_at = services.clock.now()
    row.save(update_fields=["archived_at", "updated_at"])
    record(
        AuditAction.ARCHIVE_SOURCE, _entity(row), actor=actor, reason=reason,
        before={"archived_at": None}, after={"archived_at": row.archived_at},
    )  # fmt: skip
    publish(SourceArchived(resource=_shown(row)), actor=actor)
    return None


@command(may=May.MAINTAINER, on="organization", scope=Scope.PUBLISH)
def unarchive_source(
    *, actor: Actor, organization: str, source: str, reason: str | None = None
) -> None:
    """Say that more will come after all. Raises `OrganizationNotFound` or `SourceNotFound`."""
    row = _locked(organization, source)
    if row.archived_at is None:
        return nothing_changed()
    before, row.archived_at, row.updated_at = row.archived_at, None, services.clock.now()
    row.save(update_fields=["archived_at", "updated_at"])
    record(
        AuditAction.UNARCHIVE_SOURCE, _entity(row), actor=actor, reason=reason,
        before={"archived_at": before}, after={"archived_at": None},
    )  # fmt: skip
    publish(SourceUnarchived(resource=_shown(row)), actor=actor)
    return None


def _locked(organization: str, source: str) -> Source:
    rows = Source.objects.select_related("organization").select_for_update(of=("self",))
    if (row := rows.filter(**addressed(organization, source)).first()) is None:
        raise missing(organization, source)
    return row


def _successor(row: Source, address: str) -> str:
    organization, slash, slug = address.partition("/")
    if not slash:
        raise invalid_field("superseded_by", "write it as organization/source")
    try:
        successor = find_source(organization, slug)
    except NotFound as unknown:
        raise invalid_field("superseded_by", str(unknown)) from None
    if successor.id == row.id:
        raise invalid_field("superseded_by", "a source cannot follow itself")
    return f"{successor.organization}/{successor.slug}"


def _refusals(organization: str, slug: str) -> dict[str, DomainError]:
    """Every constraint of the table, and what its refusal means."""
    invalid_slug = InvalidSlug(slug=slug[:255])
    address = "this is no http(s) address of at most 2,000 characters"
    most_words = "at most 200 of them"
    return {
        "source_organization_exists": OrganizationNotFound(organization=organization),
        "source_slug_unique": DuplicateSlug(organization=organization, slug=slug),
        "source_slug_format": invalid_slug,
        "source_slug_length": invalid_slug,
        "source_slug_not_an_id": invalid_slug,
        "source_name_length": invalid_field("name", "1 to 256 characters"),
        "source_entry_type_known": invalid_field("entry_type", "data_source or tool"),
        "source_source_type_known": invalid_field("source_type", "this type is unknown"),
        "source_description_length": invalid_field("description", "at most 10,000 characters"),
        "source_external_id_length": invalid_field("external_id", "at most 256 characters"),
        "source_license_length": invalid_field("license", "at most 256 characters"),
        "source_license_note_length": invalid_field("license_note", "at most 2,000 characters"),
        "source_homepage_web_address": invalid_field("homepage", address),
        "source_repository_url_web_address": invalid_field("repository_url", address),
        "source_tags_length": invalid_field("tags", most_words),
        "source_aliases_length": invalid_field("aliases", most_words),
    }


def _entity(row: Source) -> Entity:
    return Entity(type="source", id=row.id, label=f"{row.organization.slug}/{row.slug}")


def _shown(row: Source) -> SourceDetail:
    return dto.of(SourceDetail, row)
