"""The operators' door for a new person."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import create_user
from apps.accounts.dtos import UserRef
from apps.audit.policy import AUDITORS, CURATORS
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand, ask_password


class Command(OperatorCommand):
    help = (
        "Add a person. Their password is asked for at a terminal, else read from standard input; "
        "where that is empty, they will only work by token."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and what they look after."""
        parser.add_argument("username")
        parser.add_argument(
            "--group", action="append", choices=[CURATORS, AUDITORS], default=[], dest="groups"
        )
        parser.add_argument("--superuser", action="store_true", dest="is_superuser")
        parser.add_argument(
            "--no-password", action="store_true", help="they will only work by token"
        )

    def run(
        self, username: str, groups: list[str], *, is_superuser: bool, no_password: bool, **_: Any
    ) -> UserRef:
        """Ask for the password, and add them."""
        return create_user(
            actor=Actor.system("create_user"),
            username=username,
            password=None if no_password else ask_password(),
            groups=groups,
            is_superuser=is_superuser,
        )

    def tell(self, answer: UserRef) -> None:
        """Who it is now."""
        self.stdout.write(f"{answer.username} is known ({answer.id}).")
