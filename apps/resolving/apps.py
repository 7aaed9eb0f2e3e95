"""Resolving as a Django app."""

from django.apps import AppConfig


class ResolvingConfig(AppConfig):
    name = "apps.resolving"
