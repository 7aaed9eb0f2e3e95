"""A webhook that is paused is told nothing more, not even what a worker has claimed for it."""

import time

import pytest

from apps.core.outbound import Outbound
from apps.core.services import services
from apps.events import deliveries
from apps.events.carrying import carry, deliver_all
from apps.events.sending import senders
from apps.organizations.commands import update_organization
from apps.webhooks.commands import create_webhook, update_webhook
from tests import builders
from tests.builders import BUILDER
from tests.events.dispatching import comes_true, dispatching
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import receiver

SUBJECTS, PLACES = 120, 4


@pytest.mark.django_db
@pytest.mark.usefixtures("at_home")
def test_what_is_claimed_is_told_in_order_once_it_goes_on() -> None:
    with receiver() as there:
        hook = create_webhook(actor=BUILDER, organization=None, url=there.url).id
        builders.organization("go")
        for name in ("second", "third"):
            update_organization(actor=BUILDER, organization="go", name=name)
        settle()
        deliveries.fan_out([])
        (claimed,) = deliveries.claim(9, senders=senders, names=[])
        update_webhook(actor=BUILDER, webhook_id=hook, paused=True)
        carry(claimed)
        deliver_all()
        assert there.got == []
        update_webhook(actor=BUILDER, webhook_id=hook, paused=False)
        deliver_all()
    names = [told.event["data"]["resource"]["name"] for told in there.got]
    assert names == ["UniProt", "second", "third"]


@pytest.mark.usefixtures("committed")
def test_a_worker_with_a_full_queue_stops_at_once_and_goes_on_later() -> None:
    def hear_slowly(request: receiving.Request) -> None:
        time.sleep(0.1)
        receiving.well(request)

    outbound = Outbound(allow_private=True)
    with services.replaced(outbound=outbound), receiver(hear_slowly) as there:
        hook = create_webhook(actor=BUILDER, organization=None, url=there.url).id
        for number in range(SUBJECTS):
            builders.organization(f"o{number}")
        with dispatching(PLACES):
            assert comes_true(lambda: len(there.got) > 1, seconds=10)
            update_webhook(actor=BUILDER, webhook_id=hook, paused=True)
            time.sleep(2.0)
            come = len(there.got)
            time.sleep(1.0)
            assert len(there.got) == come < SUBJECTS / 2
            update_webhook(actor=BUILDER, webhook_id=hook, paused=False)
            assert comes_true(lambda: len(there.got) == SUBJECTS, seconds=60)
    assert len({told.headers["webhook-id"] for told in there.got}) == SUBJECTS
    outbound.close()
