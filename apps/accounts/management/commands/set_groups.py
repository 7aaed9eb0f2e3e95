"""The operators' door to what a person looks after."""

from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import set_groups
from apps.audit.policy import AUDITORS, CURATORS
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand


class Command(OperatorCommand):
    help = "Say what a person looks after from now on; without a group, nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, what, and why."""
        parser.add_argument("username")
        parser.add_argument(
            "--group", action="append", choices=[CURATORS, AUDITORS], default=[], dest="groups"
        )
        parser.add_argument("--superuser", action="store_true", dest="is_superuser")
        parser.add_argument("--reason", help="why, for the trail")

    def run(
        self,
        username: str,
        groups: list[str],
        reason: str | None,
        *,
        is_superuser: bool,
        **_: Any,
    ) -> dict[str, Any]:
        """Set them."""
        set_groups(
            actor=Actor.system("set_groups"), username=username, groups=groups,
            is_superuser=is_superuser, reason=reason,
        )  # fmt: skip
        return {"username": username, "groups": groups, "is_superuser": is_superuser}

    def tell(self, answer: dict[str, Any]) -> None:
        """What they look after now."""
        groups = [*answer["groups"], *(["superuser"] if answer["is_superuser"] else [])]
        self.stdout.write(f"{answer['username']}: {' and '.join(groups) or 'no group'}.")
