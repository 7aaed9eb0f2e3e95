"""What happened, and whom it was told, as curators see it."""

from apps.events.admin import deliveries, events  # noqa: F401  they register themselves
