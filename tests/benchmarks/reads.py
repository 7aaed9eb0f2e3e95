"""read.one, read.list, read.unchanged: the registry beside DRF's own way and Django's floor.

All three answer through the whole middleware, in this process, one after the other in turn: the
WSGI application is called as its server would, and nothing else is in the figures.
"""

import argparse
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.home import prepare

ROUNDS = 7


def median_rates(calls: dict[str, Callable[[], Any]], seconds: float) -> dict[str, float]:
    """How often a second each call can be made: the median of rounds that take turns."""
    rates: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(ROUNDS):
        for name, call in calls.items():
            done, began = 0, time.perf_counter()
            while time.perf_counter() - began < seconds:
                call()
                done += 1
            rates[name].append(done / (time.perf_counter() - began))
    return {name: statistics.median(found) for name, found in rates.items()}


def measure(sources: int, seconds: float) -> dict[str, float]:
    """The rates of every read."""
    from django.core.handlers.wsgi import WSGIHandler
    from django.test import Client, RequestFactory

    application, client, middle = WSGIHandler(), Client(), sources // 2
    one = f"seed-{middle // 1000}/P{middle:07X}"
    mine = f"/api/v1/sources/{one}"
    tag = client.get(mine).headers["ETag"]
    deep = _deep(client, sources)

    def get(address: str, status: int = 200, **headers: str) -> Callable[[], Any]:
        environment = RequestFactory().get(address, headers=headers).environ

        def call() -> None:
            answer = application(dict(environment), lambda *_: bytes)
            b"".join(answer)
            answer.close()
            assert answer.status_code == status, address

        call()
        return call

    return median_rates(
        {
            "one": get(mine),
            "one.peer": get(f"/api/peer/{one}"),
            "one.floor": get(f"/api/floor/{one.lower()}"),
            "unchanged": get(mine, 304, **{"If-None-Match": tag}),
            "list": get("/api/v1/sources?limit=50"),
            "list.peer": get("/api/peer"),
            "list.floor": get("/api/floor"),
            "list.deep": get(deep),
        },
        seconds,
    )


def _deep(client: Any, sources: int) -> str:
    """The address of the page after nine tenths of all sources."""
    from apps.sources.models import Source
    from apps.sources.queries import BY_SLUG

    last = Source.objects.order_by("slug", "id")[int(sources * 0.9)]
    cursor = BY_SLUG._cursor([last.slug, last.id], backwards=False)
    return f"/api/v1/sources?limit=50&cursor={cursor}"


def ratios(rates: dict[str, float]) -> dict[str, float]:
    """What the targets speak of."""
    return {
        "read.one / peer": rates["one"] / rates["one.peer"],
        "read.one / floor": rates["one"] / rates["one.floor"],
        "read.unchanged / read.one": rates["unchanged"] / rates["one"],
        "read.list / peer": rates["list"] / rates["list.peer"],
        "read.list / floor": rates["list"] / rates["list.floor"],
        "deep page / first page": rates["list"] / rates["list.deep"],
    }


def main() -> None:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=float, default=1.0, help="of each round of each call")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    from django.conf import settings
    from django.test.utils import override_settings

    from apps.versions.queries import get_statistics
    from tests.benchmarks.seed import seed

    if get_statistics().sources < options.sources:
        seed(options.sources)
    hosts = [*settings.ALLOWED_HOSTS, "testserver"]
    with override_settings(ROOT_URLCONF="tests.benchmarks.peers", ALLOWED_HOSTS=hosts):
        rates = measure(options.sources, options.seconds)
    for name, rate in rates.items():
        print(f"{name:>26} {rate:10,.0f} /s")  # noqa: T201
    for name, ratio in ratios(rates).items():
        print(f"{name:>26} {ratio:10.2f}")  # noqa: T201
    if options.json:
        print(json.dumps({"rates": rates, "ratios": ratios(rates)}))  # noqa: T201


if __name__ == "__main__":
    main()
