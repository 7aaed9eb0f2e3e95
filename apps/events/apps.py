"""Events as a Django app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsConfig(AppConfig):
    name = "apps.events"

    def ready(self) -> None:
        """Gather the functions that are told what happened."""
        autodiscover_modules("subscribers")
