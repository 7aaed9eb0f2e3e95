"""Sources, as curators look after them."""

from apps.sources.admin import pages  # noqa: F401  registers itself by being imported
