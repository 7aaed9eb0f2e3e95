"""Ten thousand events to a receiver that is down at first, by workers that are killed."""

import random
import subprocess
import time
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from tests.events import counting
from tests.webhooks import receiving
from tests.webhooks.receiving import Receiver, receiver

DOWN_FOR = 50  # attempts


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What a receiver can say of it."""

    events: int
    requests: int
    out_of_order: int


def begin() -> "subprocess.Popen[bytes]":
    """A worker of the registry, which may post to this machine."""
    return counting.start("manage.py", "worker", WEBHOOK_ALLOW_PRIVATE="true")


def endure(events: int, subjects: int, killings: int, chance: random.Random) -> Arrived:
    """Let so much happen; kill so many workers; wait until all has arrived, and count."""
    down = [receiving.close, receiving.status(503)] * (DOWN_FOR // 2)
    with receiver(*down, receiving.well) as there:
        make_webhook(there.url)
        counting.happen(events, subjects)
        counting.kill_while_working(killings, chance, begin=begin)
        with counting.worker(begin):
            wait_for(there, events, seconds=300)
        return arrived(there)


def make_webhook(url: str) -> None:
    """A webhook of all that happens from now on."""
    from apps.core.actor import Actor
    from apps.core.outbound import Outbound
    from apps.core.services import services
    from apps.webhooks.commands import create_webhook

    with services.replaced(outbound=Outbound(allow_private=True)):
        create_webhook(actor=Actor.system("test"), organization=None, url=url)


def wait_for(there: Receiver, events: int, *, seconds: float) -> None:
    """Wait until so many different events have come, or for so long."""
    ends = time.monotonic() + seconds
    while len(_heard(there)) < events and time.monotonic() < ends:
        time.sleep(0.2)


def arrived(there: Receiver) -> Arrived:
    """Count. Ids of events are made in the order in which these were committed."""
    by_subject: dict[str, list[str]] = defaultdict(list)
    for told in _in_full(there):
        by_subject[told.event["subject"]].append(told.headers["webhook-id"])
    late = sum(before > after for ids in by_subject.values() for before, after in pairwise(ids))
    return Arrived(events=len(_heard(there)), requests=len(there.got), out_of_order=late)


def _in_full(there: Receiver) -> list[receiving.Told]:
    """What came once the receiver was up; before, it heard nothing."""
    return there.got[DOWN_FOR:]


def _heard(there: Receiver) -> set[str]:
    return {told.headers["webhook-id"] for told in _in_full(there)}
