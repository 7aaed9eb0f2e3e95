"""Ingestion as a Django app."""

from django.apps import AppConfig


class IngestionConfig(AppConfig):
    name = "apps.ingestion"

    def ready(self) -> None:
        """Tell biology how a record is taken apart, and written as FASTA."""
        from apps.biology import forms
        from apps.ingestion.formats.registry import as_fasta, parse

        forms.parsing.register(parse)
        forms.as_fasta.register(as_fasta)
