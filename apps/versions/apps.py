"""Versions as a Django app."""

from django.apps import AppConfig


class VersionsConfig(AppConfig):
    name = "apps.versions"

    def ready(self) -> None:
        """Tell sources how their drafts are deleted."""
        from apps.sources import commands as sources
        from apps.versions.commands import delete_drafts

        sources.delete_drafts.register(delete_drafts)
