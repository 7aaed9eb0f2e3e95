"""Sources as a Django app."""

from django.apps import AppConfig


class SourcesConfig(AppConfig):
    name = "apps.sources"

    def ready(self) -> None:
        """Tell the policy which source a token was made for."""
        from apps.audit import policy
        from apps.sources.queries import get_source_id

        policy.source_ids.register(get_source_id)
