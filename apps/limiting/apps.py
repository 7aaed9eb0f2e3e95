"""How much each client may ask, as a Django app."""

from django.apps import AppConfig


class LimitingConfig(AppConfig):
    name = "apps.limiting"

    def ready(self) -> None:
        """Have Django check what the operator wrote."""
        from apps.limiting import checks  # noqa: F401  registers itself by being imported
