"""Biology as a Django app."""

from django.apps import AppConfig


class BiologyConfig(AppConfig):
    name = "apps.biology"

    def ready(self) -> None:
        """Tell search where else sources are found, and files what records can be had as."""
        from apps.biology.queries import (
            get_whole,
            list_contents,
            list_derived,
            list_formats,
            list_wholes,
        )
        from apps.biology.searching import of_organism, statements
        from apps.files import making
        from apps.files import queries as files
        from apps.sources import searching

        searching.elsewhere.register(statements)
        searching.of_organism.register(of_organism)
        files.derived.register(list_derived)
        files.formats.register(list_formats)
        files.contents.register(list_contents)
        making.wholes.register(list_wholes)
        files.whole_contents.register(get_whole)
