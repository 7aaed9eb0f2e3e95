"""Biology as a Django app."""

from django.apps import AppConfig


class BiologyConfig(AppConfig):
    name = "apps.biology"

    def ready(self) -> None:
        """Tell search where else sources are found."""
        from apps.biology.searching import of_organism, statements
        from apps.sources import searching

        searching.elsewhere.register(statements)
        searching.of_organism.register(of_organism)
