"""The operators' door to a lost password."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import set_password
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand, ask_password


class Command(OperatorCommand):
    help = "Give a person a new password, asked for at a terminal, else read from standard input."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("username")

    def run(self, username: str, **_: Any) -> dict[str, str]:
        """Ask for it, and set it."""
        actor = Actor.system("set_password")
        set_password(actor=actor, username=username, password=ask_password() or "")
        return {"username": username}

    def tell(self, answer: dict[str, str]) -> None:
        """Whose it is, and never what it is."""
        self.stdout.write(f"{answer['username']} has a new password, and is signed out everywhere.")
