"""Dependencies as a Django app."""

from django.apps import AppConfig


class DependenciesConfig(AppConfig):
    name = "apps.dependencies"

    def ready(self) -> None:
        """Tell versions what is published before what."""
        from apps.dependencies.queries import list_drafts_needed
        from apps.versions import queries as versions

        versions.drafts_needed.register(list_drafts_needed)
