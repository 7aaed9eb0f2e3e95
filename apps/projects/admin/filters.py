"""What the list of projects can be narrowed to."""

from apps.core.admin.filters import Choice


class Standing(Choice):
    """Whether a project is looked after by the worker, or has begun at all."""

    title, parameter_name = "standing", "standing"
    choices_of = {
        "watched": ("watched", {"watch": True}),
        "unlocked": ("never locked", {"locked_at": None}),
    }
