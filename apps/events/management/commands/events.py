"""The operators' door to what happened: to follow it, and to tell it again."""

import time
from typing import Any

from django.core.management.base import CommandParser

from apps.core.actor import Actor
from apps.core.errors import InvalidRequest
from apps.core.operators import OperatorCommand
from apps.core.rendering import dumps
from apps.events import queries
from apps.events.commands import replay_events
from apps.events.cursors import cursor_at
from apps.events.envelopes import here

LOOKS_EVERY = 0.5  # seconds
SHOWN_BEFORE = 20
MOST_DIGITS = 18  # of a position


class Command(OperatorCommand):
    help = "Follow what happens, a line for each event; or tell a subscriber its history again."

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and from where on."""
        parser.add_argument("what", choices=["tail", "replay"])
        parser.add_argument("--subscriber", metavar="NAME", help="whom to tell it again")
        parser.add_argument(
            "--from", dest="start", default="first", metavar="first|POSITION",
            help="the event after which telling begins again",
        )  # fmt: skip
        parser.add_argument("--once", action="store_true", help="show the last, do not follow")

    def run(
        self, what: str, subscriber: str | None, start: str, *, once: bool, **_: Any
    ) -> dict[str, Any]:
        """Show events until Ctrl-C, or send a subscriber back."""
        return self._tail(once=once) if what == "tail" else _replay(subscriber, start)

    def tell(self, answer: dict[str, Any]) -> None:
        """What will be told again."""
        if "subscriber" in answer:
            self.stdout.write(
                f"{answer['subscriber']} is told again what happened after position "
                f"{answer['position']}: {answer['events']:,} events, as far as they concern it."
            )

    def _tail(self, *, once: bool) -> dict[str, Any]:
        shown, place = 0, max(0, queries.get_newest_position() - SHOWN_BEFORE)
        cursor, actor = cursor_at(place), Actor.system("tail")
        while True:
            feed = queries.list_events(actor=actor, source=here(), after=cursor, limit=1000)
            for event in feed.results:
                self.stdout.write(dumps(event).decode())
            self.stdout.flush()
            cursor, shown = feed.next, shown + len(feed.results)
            if once:
                return {"shown": shown}
            time.sleep(LOOKS_EVERY)


def _replay(name: str | None, start: str) -> dict[str, Any]:
    if name is None:
        raise InvalidRequest(detail="Say whom: --subscriber NAME.")
    if start != "first" and not (start.isdecimal() and len(start) <= MOST_DIGITS):
        raise InvalidRequest(detail="--from takes “first” or the position of an event.")
    position = 0 if start == "first" else int(start)
    events = replay_events(actor=Actor.system("replay"), subscriber=name, position=position)
    return {"subscriber": name, "position": position, "events": events}
