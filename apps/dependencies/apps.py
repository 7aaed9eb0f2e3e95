"""Dependencies as a Django app."""

from django.apps import AppConfig


class DependenciesConfig(AppConfig):
    name = "apps.dependencies"
