"""Versions, as curators look after them."""

from apps.versions.admin import pages  # noqa: F401  registers itself by being imported
