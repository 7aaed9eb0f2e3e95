"""Projects, as curators look after them."""

from apps.projects.admin import history, pages  # noqa: F401  each registers itself
