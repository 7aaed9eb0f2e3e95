"""The log of attempts: what receivers answered, or why none did."""

from django.contrib import admin

from apps.audit.policy import May
from apps.core.admin.shown import ShownAdmin
from apps.core.pagination import Keyset
from apps.webhooks.models import Attempt

NEWEST_FIRST = Keyset(name="attempts", columns=("id",), descending=True)
OF_ONE_WEBHOOK = Keyset(name="attempts of a webhook", columns=("at", "id"), descending=True)
OF_ONE = "webhook__id__exact"


@admin.register(Attempt)
class AttemptAdmin(ShownAdmin[Attempt]):
    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = ("at", "webhook", "subject", "number", "status", "milliseconds", "error")
    linked_by = (OF_ONE, "delivery__id__exact")
    list_select_related = ("webhook", "delivery")
    fields = ("at", "webhook", "delivery", "subject", "number", "status", "milliseconds", "error",
              "answer")  # fmt: skip
    readonly_fields = ("subject",)

    def keyset_of(self, params: dict[str, str]) -> Keyset:
        """Those of one webhook by the index of its log."""
        return OF_ONE_WEBHOOK if OF_ONE in params else NEWEST_FIRST

    def subject(self, obj: Attempt) -> str:
        """What the event was about."""
        return obj.delivery.subject
