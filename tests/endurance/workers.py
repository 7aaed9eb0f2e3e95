"""Workers killed with -9, again and again: each event is heard once, in the order of its subject.

Run `python -m tests.endurance.workers [--times 20] [--events 10000] [--subjects 200] [--seed 1]`.
It works on a registry of its own, and ends with status 1 if an event was lost, told twice or too
early.
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
    from tests.events import counting

    counting.prepare()
    counting.happen(options.events, options.subjects)
    counting.kill_while_working(options.times, random.Random(options.seed))
    before, began = counting.heard()[0], time.monotonic()
    print(f"{options.times} workers killed; {before:,} events were heard meanwhile.", flush=True)
    with counting.worker():
        whole = counting.wait_until_heard(options.events, 300)
    found = counting.heard()
    if not whole or found != (options.events, 1, 0):
        raise AssertionError(f"heard, most times, out of order: {found}")
    print(f"The rest came within {time.monotonic() - began:.0f} s: each once, and in order.")


if __name__ == "__main__":
    main()
