"""The operators' door to whether a lock still holds, down to the bytes of its files."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.core.operators import OperatorCommand
from apps.resolving import arguments
from apps.resolving.dtos import Verification
from apps.resolving.queries import get_verification


class Command(OperatorCommand):
    help = (
        "Tell which pins of a lock still hold; every byte held of its files is read. Exit 1 if not."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The lock."""
        parser.add_argument("file", type=Path, metavar="FILE", help="bdl.lock")

    def handle(self, *args: Any, as_json: bool = False, **options: Any) -> None:
        """Verify, tell, and end with 1 unless everything holds."""
        super().handle(*args, as_json=as_json, **options)
        if not self.found.holds:
            sys.exit(1)

    def run(self, file: Path, **_: Any) -> Verification:
        """Verify."""
        self.found = get_verification(lock=arguments.lock(file), reading_bytes=True)
        return self.found

    def tell(self, answer: Verification) -> None:
        """A line for each pin that does not hold, and how many do."""
        for pin in answer.pins:
            if not pin.holds:
                self.stdout.write(f"{pin.spec} ({pin.resolved}): {' '.join(pin.problems)}")
            elif pin.status == "yanked":
                self.stdout.write(f"{pin.spec} ({pin.resolved}) holds, but is yanked.")
        if not answer.checksum_holds:
            self.stdout.write("Its own checksum does not hold: somebody has edited this lock.")
        held = sum(pin.holds for pin in answer.pins)
        self.stdout.write(f"{held:,} of {len(answer.pins):,} pins hold.")
