"""The kernel as a Django app."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "apps.core"

    def ready(self) -> None:
        """Teach the published schema how a DTO looks."""
        from apps.core import openapi  # noqa: F401  registers itself by being imported
