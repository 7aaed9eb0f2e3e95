"""What could not be told, and what receivers answered, as curators see it and set it right."""

from collections.abc import Iterator
from typing import Any

import pytest

from apps.audit.models import AuditLog
from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.webhooks.commands import create_webhook
from apps.webhooks.dtos import NewSecret
from apps.webhooks.models import Attempt, Webhook
from tests.admin.browser import Browser
from tests.builders import BUILDER, organization
from tests.conftest import leaves_no_trace, leaves_trace
from tests.events.listening import told_in_vain
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import allowed, receiver


@pytest.fixture
def ill(db: None) -> Iterator[NewSecret]:
    """A webhook whose receiver has refused an event."""
    with allowed(), receiver(receiving.status(503, b"starting"), receiving.well) as there:
        made = create_webhook(actor=BUILDER, organization=None, url=f"{there.url}?key=k3y")
        organization()
        settle()
        deliver_all()
        yield made


def test_what_is_dead_is_told_first_and_made_due_again_by_a_button(curator: Browser) -> None:
    dead = told_in_vain()
    front = curator.open("")
    assert "organizations/go to ear" in front.text
    assert "ValueError: no" in front.text
    assert str(dead.id) in curator.open("events/delivery/", state="dead").text
    page = curator.open(f"events/delivery/{dead.id}/change/")
    assert "Redeliver</button>" in page.text
    with leaves_trace("redeliver_event"):
        done = curator.send(f"events/delivery/{dead.id}/do/redeliver/", {})
    assert "due at once" in done.text
    assert str(dead.id) not in curator.open("events/delivery/", state="dead").text
    assert "All was heard." in curator.open("").text


def test_what_is_under_way_is_not_made_due(curator: Browser, ill: NewSecret) -> None:
    waiting = Delivery.objects.get(subscription_id=ill.id)
    Delivery.objects.filter(pk=waiting.pk).update(next_at="2020-01-01T00:00:00Z")
    page = curator.open(f"events/delivery/{waiting.pk}/change/")
    assert "Redeliver</button>" not in page.text
    with leaves_no_trace():
        refused = curator.send(f"events/delivery/{waiting.pk}/do/redeliver/", {})
    assert "under way, or waits for its turn" in refused.text


def test_what_a_receiver_answered_is_told(curator: Browser, ill: NewSecret) -> None:
    page = curator.open(f"webhooks/webhook/{ill.id}/change/")
    log = curator.open(page.links["attempts"].removeprefix("/admin/"))
    assert "it answered 503" in log.text
    assert "organizations/uniprot" in log.text
    attempt = f"webhooks/attempt/{Attempt.objects.get().pk}/change/"
    assert f"/admin/{attempt}" in log.text
    assert "starting" in curator.open(attempt).text
    assert "organizations/uniprot" in curator.open(page.links["deliveries"][7:]).text


def test_no_page_shows_a_secret(curator: Browser, ill: NewSecret) -> None:
    for address in ("webhooks/webhook/", f"webhooks/webhook/{ill.id}/change/"):
        page = curator.open(address)
        assert "key=k3y" in page.text, "who looks after a webhook sees where it leads"
        assert "whsec_" not in page.text
        assert ill.secret.removeprefix("whsec_")[:20] not in page.text


def test_a_webhook_is_paused_goes_on_and_ends(curator: Browser, ill: NewSecret) -> None:
    page = f"webhooks/webhook/{ill.id}"
    with leaves_trace("update_webhook") as row:
        form = {"confirmed": "1", "reason": "it floods them"}
        assert "paused" in curator.send(f"{page}/do/pause/", form).text
    assert row.metadata["reason"] == "it floods them"
    assert Webhook.objects.get().paused_at is not None
    with leaves_trace("update_webhook"):
        curator.send(f"{page}/do/go_on/", {})
    assert Webhook.objects.get().paused_at is None
    with leaves_trace("delete_webhook"):
        curator.send(f"{page}/do/delete/", {"confirmed": "1", "reason": "gone"})
    assert not Delivery.objects.filter(subscription_id=ill.id).exists()


def test_nobody_else_touches_them(auditor: Browser, ill: NewSecret) -> None:
    rows: Any = AuditLog.objects.count()
    page = f"webhooks/webhook/{ill.id}"
    assert auditor.send(f"{page}/do/delete/", {"confirmed": "1", "reason": "x"}).status == 403
    assert auditor.open(f"{page}/change/").status == 403
    assert AuditLog.objects.count() == rows
