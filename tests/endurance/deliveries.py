"""A receiver down for the first 50 attempts, and workers killed with -9: each event arrives.

Run `python -m tests.endurance.deliveries [--times 20] [--events 10000] [--subjects 200]
[--seed 1]`. It works on a registry of its own, and ends with status 1 if an event was lost, or
came too early for its subject.
"""

import argparse
import random
import time

from tests.benchmarks.home import prepare


def main() -> None:
    """Fill, kill, let it end, count."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--subjects", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepare()
    from tests.webhooks.enduring import DOWN_FOR, endure

    began = time.monotonic()
    found = endure(options.events, options.subjects, options.times, random.Random(options.seed))
    if (found.events, found.out_of_order) != (options.events, 0):
        raise AssertionError(found)
    again = found.requests - DOWN_FOR - found.events
    print(
        f"{found.events:,} events arrived in {time.monotonic() - began:.0f} s, in order of each "
        f"subject, {options.times} workers killed; {again} came more than once, by the same id."
    )


if __name__ == "__main__":
    main()
