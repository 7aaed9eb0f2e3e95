#!/usr/bin/env python
"""The operators' door: every command of the registry, with the database it needs behind it."""

import os
import sys

from django.core.management import execute_from_command_line

from bdp.databases import join_embedded
from bdp.postgres import PostgresUnavailable

WITHOUT_DATABASE = {
    "check", "collectstatic", "compilemessages", "database", "diffsettings", "help",
    "makemessages", "shell_plus", "spectacular", "startapp", "version",
}  # fmt: skip


def main(arguments: list[str]) -> None:
    """Run one command; whatever reads or writes finds PostgreSQL up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    named = [argument for argument in arguments[1:] if not argument.startswith("-")]
    asks_for_help = {"-h", "--help", "--version"} & set(arguments)
    if named and named[0] not in WITHOUT_DATABASE and not asks_for_help:
        try:
            join_embedded()
        except PostgresUnavailable as refusal:
            sys.exit(str(refusal))
    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
