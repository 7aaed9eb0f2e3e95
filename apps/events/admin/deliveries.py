"""Deliveries: what waits, what is dead and why, and a button that tells it again."""

from typing import Any

from django.contrib import admin

from apps.audit.policy import May
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.filters import Choice
from apps.core.admin.verbs import Verb
from apps.core.pagination import Keyset
from apps.events import commands
from apps.events.models import Delivery
from apps.events.queries import IN_ORDER

NEWEST_FIRST = Keyset(name="all deliveries", columns=("id",), descending=True)
OF_ONE = "subscription__id__exact"


class State(Choice):
    """Those that nobody tries to deliver any more."""

    title = "state"
    parameter_name = "state"
    choices_of = {"dead": ("dead", {"state": "dead"})}


@admin.register(Delivery)
class DeliveryAdmin(VerbAdmin[Delivery]):
    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = ("subject", "type", "subscription", "state", "attempts", "next_at", "ended_at",
                    "last_error")  # fmt: skip
    list_filter = (State,)
    linked_by = (OF_ONE,)
    list_select_related = ("subscription", "event")
    fields = ("id", "subscription", "event", "type", "subject", "position", "state", "attempts",
              "next_at", "ended_at", "last_error")  # fmt: skip
    readonly_fields = ("type",)
    verbs = (
        Verb(
            name="redeliver", command=commands.redeliver_event, done="due at once",
            fits=lambda delivery: delivery.state != "waiting",
        ),
    )  # fmt: skip

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """Those to one subscription in the order of events."""
        return IN_ORDER if OF_ONE in params else NEWEST_FIRST

    def address(self, obj: Delivery) -> dict[str, Any]:
        """By its id."""
        return {"delivery_id": obj.pk}

    def type(self, obj: Delivery) -> str:
        """Of the event."""
        return obj.event.type
