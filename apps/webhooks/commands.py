"""Every way a webhook can change: one function, one transaction, one trace."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Unpack
from uuid import UUID

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import Entity, command, nothing_changed, record
from apps.core.actor import Actor
from apps.core.changes import difference
from apps.core.db import refusing
from apps.core.errors import InvalidRequest, invalid_field
from apps.core.preconditions import require_unchanged
from apps.core.reachable import Unreachable
from apps.core.services import services
from apps.events import subscriptions
from apps.events.redelivering import redeliver
from apps.organizations.queries import find_organization
from apps.webhooks.dtos import NewSecret, WebhookChanges, WebhookDetail
from apps.webhooks.errors import WebhookNotFound
from apps.webhooks.models import Webhook
from apps.webhooks.queries import find_owner
from apps.webhooks.traces import place, told

SENDER = "webhook"
KINDS = ("organizations", "sources", "projects")  # of what events are about


def _require_reachable(url: str | None = None, **_: Any) -> None:
    """Ask the resolver, before anything is locked, which may wait for it. Raises `InvalidRequest`.

    Who is sent there is looked at again, whenever something is.
    """
    try:
        if url is not None:
            services.outbound.check(url)
    except Unreachable as failure:
        raise invalid_field("url", f"{failure}.") from None


@command(may=May.OWNER, on="organization", scope=Scope.ADMIN, first=_require_reachable)
def create_webhook(
    *,
    actor: Actor,
    organization: str | None,
    url: str,
    types: Sequence[str] = (),
    subject: str | None = None,
    reason: str | None = None,
) -> NewSecret:
    """Post what happens from now on to an address. The answer alone tells the secret.

    Of an organization's events if one is given, drafts included; else of all. No `types` are all;
    `subject` is a path with all below it. Raises `OrganizationNotFound` or `InvalidRequest`.
    """
    owner = find_organization(organization) if organization else None
    subject = _path(subject)
    _require_own(subject, owner.slug if owner else None)
    now = services.clock.now()
    row = Webhook(
        organization_id=owner.id if owner else None, url=url, types=list(types), subject=subject,
        secret=services.signer.new_secret(), created_at=now, updated_at=now,
    )  # fmt: skip
    with refusing(webhook_url_web_address=_no_address()):
        row.save(force_insert=True)
    _subscribe(row)
    after = {"organization": owner.slug if owner else None, **told(_state(row))}
    record(
        AuditAction.CREATE_WEBHOOK,
        _entity(row),
        actor=actor,
        reason=reason,
        after=after,
    )
    return NewSecret(id=row.id, secret=row.secret)


@command(may=May.OWNER, on="webhook_id", of=find_owner, scope=Scope.ADMIN, first=_require_reachable)
def update_webhook(
    *,
    actor: Actor,
    webhook_id: UUID,
    paused: bool | None = None,
    reason: str | None = None,
    if_match: str | None = None,
    **changes: Unpack[WebhookChanges],
) -> None:
    """Change where it goes or what of; hold it back with `paused`, or let it go on.

    What happens while it is paused is told once it goes on. Raises `WebhookNotFound` or
    `InvalidRequest`.
    """
    row = _locked(webhook_id)
    require_unchanged(WebhookDetail, row, if_match)
    if paused is not None and paused != (row.paused_at is not None):
        changes = {**changes, "paused_at": services.clock.now() if paused else None}  # type: ignore[typeddict-unknown-key]
    if "subject" in changes:
        changes["subject"] = _path(changes["subject"])
    changed = difference(row, changes)
    if not changed:
        return nothing_changed()
    fields = changed.apply(row)
    _require_own(row.subject, row.organization.slug if row.organization else None)
    row.updated_at = services.clock.now()
    with refusing(webhook_url_web_address=_no_address()):
        row.save(update_fields=[*fields, "updated_at"])
    _subscribe(row)
    record(
        AuditAction.UPDATE_WEBHOOK, _entity(row), actor=actor, reason=reason,
        before=told(changed.before), after=told(changed.after),
    )  # fmt: skip
    return None


@command(may=May.OWNER, on="webhook_id", of=find_owner, scope=Scope.ADMIN)
def delete_webhook(
    *, actor: Actor, webhook_id: UUID, reason: str | None = None, if_match: str | None = None
) -> None:
    """End a webhook, with all that waited to be told. Raises `WebhookNotFound`."""
    row = _locked(webhook_id)
    require_unchanged(WebhookDetail, row, if_match)
    entity, before = _entity(row), told(_state(row))
    row.delete()  # a trigger ends its subscription
    record(AuditAction.DELETE_WEBHOOK, entity, actor=actor, reason=reason, before=before)


@command(may=May.OWNER, on="webhook_id", of=find_owner, scope=Scope.ADMIN)
def rotate_webhook(
    *, actor: Actor, webhook_id: UUID, overlap_hours: int = 24, reason: str | None = None
) -> NewSecret:
    """Make a new secret, and sign by the present one as well for so many hours more.

    The answer alone tells it. Raises `WebhookNotFound`.
    """
    row = _locked(webhook_id)
    now = services.clock.now()
    row.previous_secret = row.secret if overlap_hours else None
    row.previous_until = now + timedelta(hours=overlap_hours) if overlap_hours else None
    row.secret, row.updated_at = services.signer.new_secret(), now
    row.save(update_fields=["secret", "previous_secret", "previous_until", "updated_at"])
    after = {"previous_until": row.previous_until}
    record(
        AuditAction.ROTATE_WEBHOOK,
        _entity(row),
        actor=actor,
        reason=reason,
        after=after,
    )
    return NewSecret(id=row.id, secret=row.secret)


@command(may=May.OWNER, on="webhook_id", of=find_owner, scope=Scope.ADMIN)
def redeliver_webhook(
    *, actor: Actor, webhook_id: UUID, delivery_id: UUID, reason: str | None = None
) -> None:
    """Tell a receiver again at once: what has ended, or what waits for its next attempt.

    In turn with the others of its subject. Raises `WebhookNotFound`, `DeliveryNotFound`, or
    `DeliveryUnderWay` for what is told just now.
    """
    row = _locked(webhook_id)
    subject = redeliver(delivery_id, of=row.id)
    after = {"delivery": delivery_id, "subject": subject}
    record(
        AuditAction.REDELIVER_WEBHOOK,
        _entity(row),
        actor=actor,
        reason=reason,
        after=after,
    )


def _locked(webhook_id: UUID) -> Webhook:
    rows = Webhook.objects.select_for_update(of=("self",)).select_related("organization")
    if (row := rows.filter(id=webhook_id).first()) is None:
        raise WebhookNotFound(webhook=webhook_id)
    return row


def _subscribe(row: Webhook) -> None:
    organization = row.organization.slug if row.organization else None
    subscriptions.subscribe(
        sender=SENDER, name=str(row.id), types=row.types, subject=row.subject,
        organization=organization, made_as=row.id,
    )  # fmt: skip
    subscriptions.pause(row.id, since=row.paused_at)


def _path(subject: str | None) -> str | None:
    """A path as events have it, however many slashes stand around it. Raises `InvalidRequest`."""
    path = (subject or "").strip("/") or None
    if path and path.split("/")[0] not in KINDS:
        begin = ", ".join(f"“{kind}”" for kind in KINDS)
        raise invalid_field("subject", f"no event would fit: subjects begin with {begin}.")
    return path


def _require_own(subject: str | None, organization: str | None) -> None:
    """A subject of another organization would never be heard of."""
    if subject and organization and subject.split("/")[1:2] not in ([], [organization]):
        raise invalid_field("subject", f"it is none of {organization}: no event would fit.")


def _no_address() -> InvalidRequest:
    return invalid_field("url", "this is no http(s) address of at most 2,000 characters")


def _state(row: Webhook) -> dict[str, Any]:
    return {"url": row.url, "types": row.types, "subject": row.subject}


def _entity(row: Webhook) -> Entity:
    return Entity(type="webhook", id=row.id, label=f"{place(row.url)} {row.id}")
