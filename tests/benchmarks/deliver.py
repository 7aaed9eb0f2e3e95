"""events.deliver: webhooks to a receiver on this machine, against the same POSTs by a bare loop.

Run `python -m tests.benchmarks.deliver [--events 10000] [--workers 1]`. The receiver is a process
of its own, and the same for both. Measure in a new registry, without BDP_HOME: webhooks of earlier
runs, whose receivers are gone, are tried again meanwhile.
"""

import argparse
import json
import multiprocessing
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

import httpx

from tests.benchmarks.home import prepare
from tests.events import counting
from tests.webhooks.receiving import receiver

SUBJECTS = 200
MOST = 600.0  # seconds


class Elsewhere:
    """A receiver in a process of its own."""

    def __init__(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._here, there = context.Pipe()
        self._process = context.Process(target=_receive, args=(there,), daemon=True)
        self._process.start()
        self.url = str(self._here.recv())

    def ask(self, what: str) -> Any:
        """How many have come, or what they were, or that it forget them."""
        self._here.send(what)
        return self._here.recv()

    def wait_for(self, count: int) -> float:
        """The instant at which so many had come."""
        ends = time.monotonic() + MOST
        while (come := self.ask("count")) < count:
            if time.monotonic() > ends:
                message = f"{come} of {count} came"
                raise TimeoutError(message)
            time.sleep(0.005)
        return time.perf_counter()


def _receive(link: Connection) -> None:
    with receiver() as there, suppress(EOFError):  # whoever asks has ended
        link.send(there.url)
        while True:
            match link.recv():
                case "count":
                    link.send(len(there.got))
                case "all":
                    link.send(list(there.got))
                case _:
                    there.got.clear()
                    link.send(None)


def measure(events: int, workers: int) -> dict[str, Any]:
    """Both rates, a second, and what of it was delivered as it should."""
    from tests.webhooks.enduring import begin, make_webhook

    there = Elsewhere()
    make_webhook(there.url)
    counting.happen(events, SUBJECTS)
    running = [begin() for _ in range(workers)]
    first = there.wait_for(1)
    took = there.wait_for(events) - first
    for worker in running:
        worker.terminate()
        worker.wait()
    told = there.ask("all")
    there.ask("forget")
    bare = _bare(there.url, [(each.body, each.headers) for each in told])
    ids = [each.headers["webhook-id"] for each in told]
    return {
        "delivered": events / took,
        "bare": len(told) / bare,
        "ratio": (events / took) / (len(told) / bare),
        "once": len(ids) == len(set(ids)) == events,
        "in_order": _in_order(told),
    }


def _bare(url: str, sent: list[tuple[bytes, dict[str, str]]]) -> float:
    with httpx.Client() as client:
        began = time.perf_counter()
        for body, headers in sent:
            client.post(url, content=body, headers=headers).raise_for_status()
        return time.perf_counter() - began


def _in_order(told: list[Any]) -> bool:
    last: dict[str, str] = {}
    for each in told:
        event = each.event
        if last.get(event["subject"], "") >= event["id"]:
            return False
        last[event["subject"]] = event["id"]
    return True


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    found = measure(options.events, options.workers)
    print(  # noqa: T201
        f"events.deliver: {found['delivered']:,.0f} a second by {options.workers} workers, bare "
        f"{found['bare']:,.0f}: {found['ratio']:.2f} x; once {found['once']}, in order "
        f"{found['in_order']}"
    )
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
