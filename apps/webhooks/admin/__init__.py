"""Webhooks as curators look after them: where they lead, and what receivers answered."""

from apps.webhooks.admin import attempts, webhooks  # noqa: F401  they register themselves
