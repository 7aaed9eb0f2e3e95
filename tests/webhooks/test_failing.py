"""What comes of an attempt that nobody foresaw, or that took its time."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from apps.core.outbound import Outbound
from apps.core.services import services
from apps.events import deliveries
from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.webhooks.commands import create_webhook
from apps.webhooks.models import Attempt
from tests import builders
from tests.builders import BUILDER
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import receiver

pytestmark = pytest.mark.django_db


def test_what_nobody_foresaw_is_in_the_log_of_attempts() -> None:
    def break_down(host: str, port: int) -> Sequence[str]:
        message = f"what is {host}?"
        raise LookupError(message)

    outbound = Outbound(allow_private=True)
    with services.replaced(outbound=outbound):
        create_webhook(actor=BUILDER, organization=None, url="http://127.0.0.1:8000/")
    builders.organization("uniprot")
    settle()
    with services.replaced(outbound=Outbound(allow_private=True, resolve=break_down)):
        deliver_all()
    assert Attempt.objects.get().error == "LookupError: what is 127.0.0.1?"
    assert Delivery.objects.get().state == "waiting"


def test_the_time_that_a_receiver_hung_is_part_of_the_pause() -> None:
    outbound = Outbound(allow_private=True, in_all=2.0)
    with services.replaced(outbound=outbound), receiver(receiving.hang) as there:
        create_webhook(actor=BUILDER, organization=None, url=there.url)
        builders.organization("uniprot")
        settle()
        deliveries.fan_out([])
        for began_before, pause in ((2, 4.0), (0, 3.0)):  # four seconds; one more than it hung
            Delivery.objects.update(attempts=began_before, next_at="2020-01-01T00:00:00Z")
            deliver_all()
            began, due = Attempt.objects.latest("id").at, Delivery.objects.get().next_at
            assert due
            seconds = (due - began) / timedelta(seconds=1)
            assert pause - 0.1 <= seconds < pause + 1.0
    outbound.close()
