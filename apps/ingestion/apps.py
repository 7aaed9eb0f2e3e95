"""Ingestion as a Django app."""

from django.apps import AppConfig


class IngestionConfig(AppConfig):
    name = "apps.ingestion"
