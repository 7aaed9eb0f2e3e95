"""Citing as a Django app."""

from django.apps import AppConfig


class CitingConfig(AppConfig):
    name = "apps.citing"

    def ready(self) -> None:
        """Tell sources and versions how they look as linked data."""
        from apps.citing.queries import get_linked_source, get_linked_version
        from apps.sources import queries as sources
        from apps.versions import queries as versions

        sources.linked.register(get_linked_source)
        versions.linked.register(get_linked_version)
