"""200 writers and a poller: each event is seen once, in the order of commits.

Run `python -m tests.endurance.feed [--seconds 60] [--writers 200]`. It ends with status 1 if an
event was missed, or seen twice or too early.
"""

import argparse

from tests.benchmarks.home import prepare


def main() -> None:
    """Race, and tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--writers", type=int, default=200)
    options = parser.parse_args()
    prepare()
    from tests.events import racing

    written, seen = racing.race(options.seconds, options.writers)
    racing.assert_in_order_of_commits(written, seen)
    rate = len(written) / options.seconds
    print(f"{len(written):,} events of {options.writers} writers, {rate:,.0f} a second: each once.")


if __name__ == "__main__":
    main()
