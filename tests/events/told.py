"""What happened in a test that never commits, as the feed shows it."""

from typing import Any

from django.db import connection

from tests.clients import Answer, Api


def settle() -> None:
    """Give what happened so far its positions, as the end of the transaction would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS events_event_takes_position IMMEDIATE")
        cursor.execute("SET CONSTRAINTS events_event_takes_position DEFERRED")


def feed(api: Api, **asked: Any) -> Answer:
    """What the feed answers."""
    settle()
    return api.get("events", **asked)


def types(answer: Answer) -> list[str]:
    """What happened, without what all types begin with."""
    return [event["type"].removeprefix("org.bdp.") for event in answer.body["results"]]
