"""Citing as a Django app."""

from django.apps import AppConfig


class CitingConfig(AppConfig):
    name = "apps.citing"
