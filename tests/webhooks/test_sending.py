"""A receiver is told what happened: signed, in order, and until it says that it heard."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from apps.audit.models import AuditLog
from apps.core.services import services
from apps.events.carrying import deliver_all
from apps.webhooks.commands import create_webhook, rotate_webhook, update_webhook
from apps.webhooks.dtos import NewSecret
from apps.webhooks.models import Attempt
from apps.webhooks.retrying import pause
from tests import builders
from tests.builders import BUILDER
from tests.events.listening import make_due, states
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import Behaviour, Receiver, receiver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_home")]


def hook(to: Receiver, **details: Any) -> NewSecret:
    """A webhook of the registry's own."""
    return create_webhook(actor=BUILDER, **{"organization": None, "url": to.url, **details})


def deliver() -> None:
    """Let everything due be delivered now."""
    settle()
    deliver_all()


def attempts() -> list[tuple[int | None, str | None]]:
    """The status and the error of each, in order."""
    return list(Attempt.objects.order_by("id").values_list("status", "error"))


@pytest.mark.parametrize("public", ["", "https://bdp.example"])
def test_a_receiver_is_told_of_an_event_as_the_feed_shows_it(
    api: Any, settings: Any, public: str
) -> None:
    settings.PUBLIC_URL = public
    with receiver() as there:
        hook(there)
        builders.organization("uniprot")
        deliver()
    (told,) = there.got
    (shown,) = api.get("events").body["results"]
    assert told.headers["Content-Type"] == "application/cloudevents+json"
    assert told.event == shown
    assert shown["source"] == f"{public}/api/v1"
    assert told.headers["webhook-id"] == shown["id"]


def test_standard_webhooks_verifies_what_was_sent() -> None:
    with receiver() as there:
        made = hook(there)
        builders.organization("uniprot")
        deliver()
    (told,) = there.got
    assert Webhook(made.secret).verify(told.body, told.headers) == told.event


@pytest.mark.parametrize(
    "change",
    [
        {"body": b"altered"},
        {"webhook-id": "another"},
        {"webhook-signature": "v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4="},
        {"webhook-timestamp": "1700000000"},
    ],
)
def test_what_is_forged_old_or_altered_fails(change: dict[str, Any]) -> None:
    with receiver() as there:
        made = hook(there)
        builders.organization("uniprot")
        deliver()
    (told,) = there.got
    sent = {"body": told.body, **told.headers, **change}
    with pytest.raises(WebhookVerificationError):
        Webhook(made.secret).verify(sent.pop("body"), sent)


def test_a_delivery_that_was_signed_long_ago_fails() -> None:
    with receiver() as there:
        made = hook(there)
        builders.organization("uniprot")
        settle()
        with builders.at(datetime.now(UTC) - timedelta(hours=1)):
            deliver_all()
    (told,) = there.got
    with pytest.raises(WebhookVerificationError, match="old"):
        Webhook(made.secret).verify(told.body, told.headers)


def test_both_secrets_sign_until_the_old_one_ends() -> None:
    with receiver() as there:
        made = hook(there)
        new = rotate_webhook(actor=BUILDER, webhook_id=made.id, overlap_hours=2)
        builders.organization("uniprot")
        deliver()
        (told,) = there.got
        for secret in (made.secret, new.secret):
            assert Webhook(secret).verify(told.body, told.headers)
        builders.organization("pdb")
        settle()
        with builders.at(datetime.now(UTC) + timedelta(hours=3)):
            deliver_all()
    assert len(there.got[1].headers["webhook-signature"].split()) == 1


@pytest.mark.parametrize(
    ("behaves", "status", "error"),
    [
        (receiving.hang, None, "no whole answer came within 0.6 seconds"),
        (receiving.drip, None, "no whole answer came within 0.6 seconds"),
        (receiving.drip_the_body, None, "no whole answer came within 0.6 seconds"),
        (receiving.close, None, "the connection failed"),
        (receiving.status(500, b"no"), 500, "it answered 500"),
        (receiving.status(302, Location="http://169.254.169.254/"), 302, "redirects are not foll"),
        (receiving.status(410), 410, "it answered 410"),
    ],
)
def test_who_does_not_hear_is_told_again(
    behaves: Behaviour, status: int | None, error: str
) -> None:
    with receiver(behaves, receiving.well) as there:
        made = hook(there)
        builders.organization("uniprot")
        deliver()
        assert attempts()[0][0] == status
        assert error in (attempts()[0][1] or "")
        assert states(str(made.id)) == [("organizations/uniprot", "waiting", 1)]
        make_due()
        deliver_all()
    assert states(str(made.id)) == [("organizations/uniprot", "done", 2)]
    first, second = there.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]


def test_of_an_answer_a_kilobyte_is_read() -> None:
    with receiver(receiving.answer_a_gigabyte) as there:
        hook(there)
        builders.organization("uniprot")
        deliver()
    assert attempts() == [(200, None)]
    assert Attempt.objects.get().answer == "x" * 1024


def test_the_followers_of_a_subject_wait_for_its_head() -> None:
    with receiver(receiving.status(500), receiving.well) as there:
        hook(there)
        builders.organization("uniprot")
        settle()
        builders.person("ada")
        builders.member("ada", "owner")
        builders.organization("pdb")
        deliver()
        assert there.subjects == ["organizations/uniprot", "organizations/pdb"]
        make_due()
        deliver_all()
    kinds = [told.event["type"] for told in there.got if "uniprot" in told.event["subject"]]
    assert kinds == [
        f"org.bdp.organization.{kind}" for kind in ("created", "created", "member_set")
    ]


def test_a_webhook_is_told_of_its_organization_and_its_types_alone() -> None:
    builders.organization("uniprot")
    builders.organization("pdb")
    settle()
    with receiver() as there:
        hook(there, organization="uniprot", types=["org.bdp.source.created"])
        builders.source("sprot", of="uniprot")
        builders.source("sprot", of="pdb")
        builders.draft("2024_01")
        deliver()
    assert there.subjects == ["sources/uniprot/sprot"]


def test_an_organizations_webhook_is_told_of_its_drafts() -> None:
    builders.organization("uniprot")
    builders.source("sprot")
    settle()
    with receiver() as there:
        hook(there, organization="uniprot", subject="sources/uniprot/sprot")
        builders.draft("2024_01")
        deliver()
    assert [told.event["type"] for told in there.got] == ["org.bdp.version.created"]


def test_what_happens_while_it_is_paused_is_told_once_it_goes_on() -> None:
    with receiver() as there:
        made = hook(there)
        update_webhook(actor=BUILDER, webhook_id=made.id, paused=True)
        builders.organization("uniprot")
        deliver()
        assert there.got == []
        update_webhook(actor=BUILDER, webhook_id=made.id, paused=False)
        deliver_all()
    assert there.subjects == ["organizations/uniprot"]


def test_who_does_not_hear_for_three_days_is_left_alone(api: Any) -> None:
    with receiver(receiving.status(500)) as there:
        made = hook(there)
        builders.organization("uniprot")
        deliver()
        make_due()
        with builders.at(services.clock.now() + timedelta(days=3, minutes=1)):
            deliver_all()
        make_due()
        deliver_all()
    assert len(there.got) == 2
    assert api.get(f"webhooks/{made.id}").body["paused_at"] is not None
    row = AuditLog.objects.get(action="update_webhook")
    assert row.actor_label == "worker"
    assert row.metadata["reason"] == "Three days without a success."


def test_the_pauses_are_those_of_the_contract() -> None:
    pauses: list[float] = []
    while (seconds := pause(len(pauses) + 1)) is not None:
        pauses.append(seconds)
    assert pauses[:7] == [1, 2, 4, 8, 16, 30, 30]
    quick = [seconds for seconds in pauses if seconds < 300]
    assert 570 <= sum(quick) <= 600
    assert set(pauses[len(quick) :]) == {300}
    assert 86_100 <= sum(pauses) <= 86_400


def test_a_receiver_gets_what_json_can_hold() -> None:
    with receiver() as there:
        hook(there)
        builders.organization("uniprot", name="日本 “𝔭”")
        deliver()
    assert orjson.loads(there.got[0].body)["data"]["resource"]["name"] == "日本 “𝔭”"
