"""`migrate`, as the owner of the tables: the program's own role cannot."""

import argparse

from django.core.management.commands import migrate

from apps.core.services import OWNER


class Command(migrate.Command):
    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Django's own arguments; `--database` is the owner's unless told otherwise."""
        super().add_arguments(parser)  # type: ignore[arg-type]
        parser.set_defaults(database=OWNER)
