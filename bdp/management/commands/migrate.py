"""`migrate`, as the owner of the tables: the program's own role cannot."""

import argparse
from typing import Any

from django.core.management.commands import migrate

from apps.core.operators import PlainSpoken
from apps.core.services import OWNER
from bdp.turns import alone


class Command(PlainSpoken, migrate.Command):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Django's own arguments; `--database` is the owner's unless told otherwise."""
        super().add_arguments(parser)  # type: ignore[arg-type]
        parser.set_defaults(database=OWNER)

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate while nobody else does."""
        with alone():
            super().handle(*args, **options)
