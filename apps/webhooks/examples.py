"""What the published schema shows of webhooks."""

from datetime import UTC, datetime
from uuid import UUID

from apps.core.examples import show, show_address, show_body
from apps.webhooks.dtos import AttemptDetail, WebhookDelivery, WebhookDetail
from apps.webhooks.serializers import CreateWebhook, RotateWebhook, UpdateWebhook

WEBHOOK = WebhookDetail(
    id=UUID("019be2e4-6d1c-7b12-8f3e-4a5b6c7d8e9f"),
    url="https://pipelines.example/hooks/uniprot",
    types=["org.bdp.release.ingested", "org.bdp.version.yanked"],
    subject="sources/uniprot/swissprot",
    organization="uniprot",
    paused_at=None,
    previous_until=None,
    created_at=datetime(2026, 1, 20, 8, 30, tzinfo=UTC),
    updated_at=datetime(2026, 1, 20, 8, 30, tzinfo=UTC),
)
DELIVERY = WebhookDelivery(
    id=UUID("019be2d1-7e02-7c4b-8d1e-5f6a7b8c9d0e"),
    event=UUID("019be2d1-7c11-7f0a-9d52-0b1c2d3e4f50"),
    type="org.bdp.release.ingested",
    subject="sources/uniprot/swissprot/versions/1.4.0",
    state="done",
    attempts=2,
    next_at=None,
    last_error=None,
    ended_at=datetime(2026, 1, 28, 14, 3, 24, tzinfo=UTC),
    log=(
        AttemptDetail(
            number=2, at=datetime(2026, 1, 28, 14, 3, 24, tzinfo=UTC), milliseconds=38,
            status=204, answer="", error=None,
        ),
        AttemptDetail(
            number=1, at=datetime(2026, 1, 28, 14, 3, 22, tzinfo=UTC), milliseconds=911,
            status=503, answer="starting", error="it answered 503",
        ),
    ),
)  # fmt: skip

show(WEBHOOK, DELIVERY)
show_body(
    CreateWebhook,
    url=WEBHOOK.url,
    types=["release.ingested", "version.yanked"],
    subject=WEBHOOK.subject,
    organization="uniprot",
)
show_body(UpdateWebhook, paused=False, reason="The receiver is back.")
show_body(RotateWebhook, overlap_hours=24)
show_address("webhook_id", WEBHOOK.id, "The webhook's id.")
show_address("delivery_id", DELIVERY.id, "The delivery's id.")
