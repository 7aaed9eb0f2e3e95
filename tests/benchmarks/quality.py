"""search.quality: how often the first hit is the wanted one, and what came first where it is not.

The questions are those of tests/sources/wanted.py, asked of the shipped catalogue; with --proteins
they are asked among so many of them, beside questions for a hundred of these by the same rule.
"""

import argparse
import json
from collections import Counter, defaultdict
from random import Random
from typing import Any

from tests.benchmarks.home import prepare

SAMPLE = 100


def figures(number: int) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """For each kind of question how many were answered rightly and asked; and the misses told."""
    from apps.ingestion.catalogue import read_sample
    from tests.benchmarks.proteins import prepare_proteins
    from tests.sources.wanted import first, missed, questions

    prepare_proteins(number)
    asked = questions(read_sample()) + (of_proteins(number) if number else [])
    wrong = missed(asked, first)
    counted, failed = Counter(q.kind for q in asked), Counter(q.kind for q, _ in wrong)
    told = [f"{q.kind}: {q.query!r} is {_some(q.wanted)}, found {slug!r}" for q, slug in wrong]
    return {kind: (n - failed[kind], n) for kind, n in sorted(counted.items())}, told


def of_proteins(number: int) -> list[Any]:
    """A hundred of the proteins by accession, gene and name, and by a name with one slip."""
    from tests.benchmarks.proteins import proteins
    from tests.sources.wanted import Question, misspelt

    chance, bearers = Random(100), defaultdict[str, set[str]](set)
    for made in proteins(number):
        for text in (made.accession, made.name, made.entry_name, *made.genes, *made.secondary):
            bearers[text].add(made.accession)
    asked = []
    for made in [made for n, made in enumerate(proteins(number)) if n % (number // SAMPLE) == 0]:
        named = {
            "accession": made.accession, "entry name": made.entry_name, "gene": made.genes[0],
            "name": made.name,
        }  # fmt: skip
        for kind, text in named.items():
            asked.append(Question(f"protein {kind}", text, frozenset(bearers[text])))
        slipped = misspelt(made.name, chance)
        asked.append(Question("protein name, misspelt", slipped, frozenset(bearers[made.name])))
    return asked


def _some(slugs: frozenset[str]) -> str:
    return ", ".join(sorted(slugs)[:3])


def main() -> None:
    """Import the shipped catalogue, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--proteins", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    found, told = figures(options.proteins)
    for kind, (right, asked) in found.items():
        print(f"{kind:>24} {right:4} of {asked:4} {right / asked:7.1%}")  # noqa: T201
    print(*told, sep="\n")  # noqa: T201
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
