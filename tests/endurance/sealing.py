"""Ten thousand commands from eight processes, sealers killed with -9: every row is proven.

Run `python -m tests.endurance.sealing [--commands 10000] [--processes 8] [--times 20] [--seed 1]`.
It works on a registry of its own, and ends with status 1 if the trail has another number of rows
than commands succeeded, if the leaves have a gap, or if a row cannot be proven.
"""

import argparse
import random
import time

from tests.benchmarks.home import prepare


def main() -> None:
    """Command, kill, let it end, prove."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commands", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    prepare()
    from tests.audit.enduring import endure

    began = time.monotonic()
    chance = random.Random(options.seed)
    found = endure(options.processes, options.commands, options.times, chance)
    if not (found.verified and found.succeeded == found.rows == found.proven):
        raise AssertionError(found)
    print(
        f"{found.succeeded:,} of {options.commands:,} commands succeeded, and as many rows are "
        f"proven, among {found.leaves:,} leaves without a gap under {found.heads} heads; "
        f"{options.times} workers killed; {time.monotonic() - began:.0f} s."
    )


if __name__ == "__main__":
    main()
