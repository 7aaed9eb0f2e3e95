"""The kernel as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        """Teach the published schema how a DTO looks, and Django what to check."""
        from apps.core import checks, openapi  # noqa: F401  they register themselves
