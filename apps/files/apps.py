"""Files as a Django app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "apps.files"

    def ready(self) -> None:
        """Tell statistics what files there are."""
        from apps.files.queries import get_holdings
        from apps.versions import queries as versions

        versions.holdings.register(get_holdings)
