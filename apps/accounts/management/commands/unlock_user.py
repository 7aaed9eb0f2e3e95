"""The operators' door for who is locked out after too many wrong passwords."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import unlock_user
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand


class Command(OperatorCommand):
    help = "Let somebody try again who is locked out after too many wrong passwords."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", help="why, for the trail")

    def run(self, username: str, reason: str | None, **_: Any) -> dict[str, str]:
        """Let them."""
        unlock_user(actor=Actor.system("unlock_user"), username=username, reason=reason)
        return {"username": username}

    def tell(self, answer: dict[str, str]) -> None:
        """Who."""
        self.stdout.write(f"{answer['username']} may try again.")
