"""Biology as a Django app."""

from django.apps import AppConfig


class BiologyConfig(AppConfig):
    name = "apps.biology"

    def ready(self) -> None:
        """Tell search where else sources are found, files and citations what records hold."""
        from apps.biology.queries import (
            get_whole,
            list_contents,
            list_derived,
            list_formats,
            list_names,
            list_wholes,
        )
        from apps.biology.searching import of_organism, statements
        from apps.citing import queries as citing
        from apps.files import making
        from apps.files import queries as files
        from apps.sources import searching

        searching.elsewhere.register(statements)
        searching.of_organism.register(of_organism)
        files.derived.register(list_derived)
        files.formats.register(list_formats)
        files.contents.register(list_contents)
        citing.names.register(list_names)
        making.wholes.register(list_wholes)
        files.whole_contents.register(get_whole)
