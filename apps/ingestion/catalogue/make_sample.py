"""Makes `samples/catalogue.jsonl` anew.

`python -m apps.ingestion.catalogue.make_sample BIOREGISTRY.json VERSIONS.json OUT.jsonl`
"""

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from apps.core.errors import DomainError
from apps.ingestion.catalogue.facts import Catalogue
from apps.ingestion.catalogue.reading import read_catalogue
from apps.ingestion.catalogue.sample import format_sample


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the sample and says what is in it; 1 if a file is refused."""
    parser = argparse.ArgumentParser(prog="make_sample", description=__doc__)
    for name in ("bioregistry", "bioversions", "out"):
        parser.add_argument(name, type=Path)
    files = parser.parse_args(arguments)
    try:
        catalogue = read_catalogue(bioregistry=files.bioregistry, bioversions=files.bioversions)
    except DomainError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    files.out.write_text(format_sample(catalogue), encoding="utf-8", newline="\n")
    sys.stdout.write(_summary(catalogue))
    return 0


def _summary(catalogue: Catalogue) -> str:
    releases = sum(len(database.releases) for database in catalogue.databases)
    left_out = Counter(str(left.reason) for left in catalogue.left_out)
    lines = [f"{len(catalogue.databases)} databases, {releases} releases"]
    lines += [f"left out {number}: {reason}" for reason, number in left_out.most_common()]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
