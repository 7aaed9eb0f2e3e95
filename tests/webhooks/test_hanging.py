"""Receivers that hang stop nobody: neither other webhooks nor the program's own subscribers."""

from contextlib import ExitStack
from threading import Event

import pytest

from apps.core.outbound import Outbound
from apps.core.services import services
from apps.webhooks.commands import create_webhook
from tests import builders
from tests.builders import BUILDER
from tests.events.dispatching import comes_true, dispatching
from tests.webhooks import receiving
from tests.webhooks.receiving import receiver

PLACES, SUBJECTS = 8, 30
ILL = 30  # receivers that hang: more than there are places for those that hear


def _silent_until(over: Event) -> receiving.Behaviour:
    def behave(request: receiving.Request) -> None:
        over.wait()
        receiving.well(request)

    return behave


@pytest.mark.usefixtures("committed")
def test_a_receiver_that_hangs_stops_no_other() -> None:
    outbound, over = Outbound(allow_private=True, in_all=120.0), Event()
    with (
        services.replaced(outbound=outbound),
        receiver(_silent_until(over)) as ill,
        receiver() as there,
    ):
        for url in [ill.url] * (PLACES // 4) + [there.url]:
            create_webhook(actor=BUILDER, organization=None, url=url)
        for number in range(SUBJECTS):
            builders.organization(f"o{number}")
        with dispatching(PLACES), ExitStack() as at_last:
            at_last.callback(over.set)
            assert comes_true(lambda: len(there.got) == SUBJECTS, seconds=100)
            assert len(ill.got) >= 1
    outbound.close()


@pytest.mark.usefixtures("committed")
def test_many_receivers_that_hang_leave_room_for_one_that_hears() -> None:
    outbound, over = Outbound(allow_private=True, in_all=120.0), Event()
    with (
        services.replaced(outbound=outbound),
        receiver(_silent_until(over)) as ill,
        receiver() as there,
    ):
        for url in [ill.url] * ILL + [there.url]:
            create_webhook(actor=BUILDER, organization=None, url=url)
        for number in range(SUBJECTS):
            builders.organization(f"o{number}")
        with dispatching(PLACES), ExitStack() as at_last:
            at_last.callback(over.set)
            assert comes_true(lambda: len(there.got) == SUBJECTS, seconds=100)
            assert comes_true(lambda: len(ill.got) >= ILL - 2, seconds=100), "each has its turn"
    outbound.close()
