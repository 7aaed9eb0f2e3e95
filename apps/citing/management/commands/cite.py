"""The operators' door to citations: what to write of all that a lock pins."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.citing import queries
from apps.citing.arguments import read_lock
from apps.citing.citations import LOCK_STYLES
from apps.core.documents import Document
from apps.core.operators import OperatorCommand
from apps.core.services import services

HERE = "http://127.0.0.1:8000"  # where quickstart serves
EXPORTS: Mapping[str, Callable[..., Document]] = {
    "ro-crate": queries.get_crate,
    "pooch": queries.get_pooch_registry,
}


class Command(OperatorCommand):
    help = "Tell how to cite all that a lock pins, or export it for another program."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which lock, and for which program."""
        parser.add_argument("lock", type=Path, metavar="FILE", help="bdl.lock")
        parser.add_argument("--style", choices=[*LOCK_STYLES, *EXPORTS], default="text")
        parser.add_argument(
            "--accessed", type=date.fromisoformat, metavar="DAY", help="tell this day of access"
        )

    def run(self, lock: Path, style: Any, accessed: date | None, **_: Any) -> dict[str, str]:
        """Read the lock, and write what was asked for."""
        cited = partial(queries.get_lock_citation, style=style, accessed=accessed)
        written = EXPORTS.get(style, cited)(origin=services.public_url or HERE, **read_lock(lock))
        return {"style": style, "content": written.content.decode()}

    def tell(self, answer: dict[str, str]) -> None:
        """The text alone, to be redirected."""
        self.stdout.write(answer["content"], ending="")
