#!/usr/bin/env python
"""The operators' door: every command of the registry, with the database it needs behind it."""

import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from bdp.databases import join_embedded
from bdp.postgres import PostgresUnavailable

WITHOUT_DATABASE = {
    "changepassword", "check", "collectstatic", "compilemessages", "createsuperuser", "database",
    "diffsettings", "help", "makemessages", "shell_plus", "spectacular", "startapp", "version",
}  # fmt: skip
STOPPED = 130  # what shells say of a command that Ctrl-C ended


def main(arguments: list[str]) -> None:
    """Run one command; whatever reads or writes finds PostgreSQL up."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bdp.settings")
    for argument in arguments:
        if any("\ud800" <= letter <= "\udfff" for letter in argument):
            sys.exit(f"This argument is not text in UTF-8: {argument!a}.")
    named = [argument for argument in arguments[1:] if not argument.startswith("-")]
    asks_for_help = {"-h", "--help", "--version"} & set(arguments)
    try:
        _ = settings.BDP_HOME  # reads the settings, which may refuse
        if named and named[0] not in WITHOUT_DATABASE and not asks_for_help:
            join_embedded()
    except (ImproperlyConfigured, PostgresUnavailable) as refusal:
        sys.exit(str(refusal))
    execute_from_command_line(arguments)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrupted: what was not finished was undone.\n")
        sys.exit(STOPPED)
