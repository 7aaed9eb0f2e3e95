"""Events as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "apps.events"

    def ready(self) -> None:
        """Gather the functions that are told what happened, and be what tells them."""
        from apps.events.calling import ToFunctions
        from apps.events.sending import senders

        senders["function"] = ToFunctions()
        autodiscover_modules("subscribers")
