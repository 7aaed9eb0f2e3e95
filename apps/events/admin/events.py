"""Events, for reading: what was announced, newest first."""

from django.contrib import admin

from apps.audit.policy import May
from apps.core.admin.shown import ShownAdmin
from apps.core.pagination import Keyset
from apps.events.models import Event


@admin.register(Event)
class EventAdmin(ShownAdmin[Event]):
    seen_by = May.CURATOR
    keyset = Keyset(name="events", columns=("id",), descending=True)
    list_display = ("time", "type", "subject")
    fields = ("id", "type", "subject", "time", "data")
