"""The operators' door to credentials for programs."""

import argparse
import re
from datetime import datetime, timedelta
from typing import Any

from django.core.management.base import CommandParser

from apps.accounts.commands import create_token
from apps.accounts.dtos import NewToken
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand
from apps.core.services import services

SPAN = re.compile(r"([1-9][0-9]{0,4})([hdw])")
HOURS = {"h": 1, "d": 24, "w": 168}


class Command(OperatorCommand):
    help = "Make a token and print it, alone and only now, on standard output."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose, for what, and for how long."""
        parser.add_argument("username")
        parser.add_argument(
            "--scope",
            action="append",
            choices=["read", "write", "publish", "admin"],
            required=True,
            dest="scopes",
        )
        parser.add_argument("--name", default="", help="what it is for")
        parser.add_argument("--organization", help="the only organization it may work in")
        parser.add_argument(
            "--expires", type=_instant, help="after so many hours, days or weeks: 12h, 90d, 4w"
        )

    def run(
        self,
        username: str,
        scopes: list[str],
        name: str,
        organization: str | None,
        expires: datetime | None,
        **_: Any,
    ) -> dict[str, Any]:
        """Make it."""
        made: NewToken = create_token(
            actor=Actor.system("create_token"),
            username=username,
            scopes=scopes,
            name=name,
            organization=organization,
            expires_at=expires,
        )
        return {"id": made.id, "token": made.secret, "expires_at": expires}

    def tell(self, answer: dict[str, Any]) -> None:
        """The token, and nothing else that a script would have to cut away."""
        self.stdout.write(answer["token"])


def _instant(span: str) -> datetime:
    if (found := SPAN.fullmatch(span)) is None:
        raise argparse.ArgumentTypeError(f"“{span}” is no span: write 12h, 90d or 4w")
    return services.clock.now() + timedelta(hours=int(found[1]) * HOURS[found[2]])
