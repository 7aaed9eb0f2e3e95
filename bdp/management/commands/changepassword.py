"""`changepassword`, which Django would do past the commands and their trail: refused."""

from typing import Any

from django.contrib.auth.management.commands import changepassword

from apps.core.operators import LeavesNoTrace, PlainSpoken


class Command(PlainSpoken, changepassword.Command):
    requires_migrations_checks = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what does it here."""
        raise LeavesNoTrace(command="changepassword", instead="set_password NAME")
