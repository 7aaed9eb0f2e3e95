"""The operators' door for who leaves, or is to be kept out."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import deactivate_user, reactivate_user
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand


class Command(OperatorCommand):
    help = "Shut a person out: password, sessions and tokens end for good. --undo lets them back."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and why."""
        parser.add_argument("username")
        parser.add_argument("--reason", help="why, for the trail")
        parser.add_argument("--undo", action="store_true", help="let them back in, with nothing")

    def run(self, username: str, reason: str | None, *, undo: bool, **_: Any) -> dict[str, Any]:
        """Shut them out, or let them back."""
        change = reactivate_user if undo else deactivate_user
        left = change(actor=Actor.system("deactivate_user"), username=username, reason=reason)
        told = {"username": username, "is_active": undo}
        return told if undo else {**told, "organizations_without_owner": left}

    def tell(self, answer: dict[str, Any]) -> None:
        """What they are now."""
        now = "may come back, with a new password or token" if answer["is_active"] else "is out"
        self.stdout.write(f"{answer['username']} {now}.")
        for slug in answer.get("organizations_without_owner", ()):
            self.stdout.write(f"“{slug}” has no owner any more: add one with its member page.")
