"""Organizations and their members, as curators look after them."""

from apps.organizations.admin import pages  # noqa: F401  registers itself by being imported
