"""Catalogues of biological databases: files in, facts out. Knows neither Django nor tables."""

from apps.ingestion.catalogue.errors import UnreadableCatalogue
from apps.ingestion.catalogue.facts import Catalogue, Database, LeftOut, Origin, Reason, Release
from apps.ingestion.catalogue.reading import read_catalogue
from apps.ingestion.catalogue.sample import read_sample

__all__ = [
    "Catalogue",
    "Database",
    "LeftOut",
    "Origin",
    "Reason",
    "Release",
    "UnreadableCatalogue",
    "read_catalogue",
    "read_sample",
]
