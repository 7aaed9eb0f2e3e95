"""Versions as a Django app."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "apps.versions"

    def ready(self) -> None:
        """Tell sources how drafts are deleted, and the trail what names mean and who may read."""
        from apps.audit import queries as trail
        from apps.sources import commands as sources
        from apps.versions.commands import delete_drafts
        from apps.versions.queries import find_in_trail, has_reader

        sources.delete_drafts.register(delete_drafts)
        trail.named.register(find_in_trail)
        trail.readable.register(has_reader)
