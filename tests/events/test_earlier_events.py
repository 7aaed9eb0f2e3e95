"""Events from before there were positions get theirs, and are shown to whom they concern."""

from django.db import connections
from django.db.migrations.executor import MigrationExecutor

from apps.core.services import OWNER
from apps.events.models import Event
from tests import builders

PLACES = """
SELECT event.subject, position, organization, public
  FROM events_event AS event JOIN events_position AS place ON place.event_id = event.id
 ORDER BY position
"""


def test_earlier_events_stand_in_the_order_of_their_ids(committed: None) -> None:
    builders.organization("go")
    builders.source("go", of="go")
    builders.draft("1", of="go/go")
    ids = list(Event.objects.order_by("id").values_list("id", flat=True))
    for state in ("0002_guards", "0004_deliveries"):
        MigrationExecutor(connections[OWNER]).migrate([("events", state)])
    with connections[OWNER].cursor() as cursor:
        cursor.execute(PLACES)
        assert cursor.fetchall() == [
            ("organizations/go", 1, "go", True),
            ("sources/go/go", 2, "go", True),
            ("sources/go/go/versions/1.0.0", 3, "go", False),
        ]
    assert (
        list(Event.objects.using(OWNER).order_by("place__position").values_list("id", flat=True))
        == ids
    )
