"""Subscribers that live as long as a test, and what they heard."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from apps.events.calling import MOST_ATTEMPTS
from apps.events.carrying import deliver_all
from apps.events.models import Delivery
from apps.events.publishing import Announcement
from apps.events.subscribing import Told, subscriber, subscribers
from apps.events.subscriptions import subscribe_functions
from apps.organizations.events import OrganizationCreated
from tests import builders
from tests.events.told import settle


@contextmanager
def listening(
    name: str, *events: type[Announcement], does: Callable[[Told], None], start: str = "now"
) -> Iterator[None]:
    """Let a function be told of events until the block ends."""
    subscriber(*events, name=name, start=start)(does)  # type: ignore[arg-type]
    try:
        subscribe_functions()
        yield
    finally:
        del subscribers[name]


def make_due() -> None:
    """Let all that waits for its next attempt be due now."""
    Delivery.objects.filter(state="waiting", next_at__isnull=False).update(
        next_at="2020-01-01T00:00:00Z"
    )


def states(name: str) -> list[tuple[str, str, int]]:
    """What became of the deliveries of a subscriber, in the order of their events."""
    rows = Delivery.objects.filter(subscription__name=name).order_by("position")
    return list(rows.values_list("subject", "state", "attempts"))


def told_in_vain() -> Delivery:
    """A dead delivery, of an event that its subscriber could not bear."""

    def refuse(_: object) -> None:
        message = "no"
        raise ValueError(message)

    with listening("ear", OrganizationCreated, does=refuse):
        builders.organization("go")
        settle()
        for _ in range(MOST_ATTEMPTS):
            deliver_all()
            make_due()
    return Delivery.objects.get(state="dead")
