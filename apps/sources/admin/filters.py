"""What lists of sources can be narrowed to, each answered by an index."""

from apps.core.admin.filters import Choice
from apps.sources.models import SOURCE_TYPES


class Kind(Choice):
    """What is versioned, the members of releases left aside."""

    title, parameter_name = "type", "type"
    choices_of = {
        kind: (kind, {"source_type": kind, "names_stand_apart": False}) for kind in SOURCE_TYPES
    }


class State(Choice):
    """What may need a curator."""

    title, parameter_name = "state", "state"
    choices_of = {
        "unlicensed": (
            "without licence",
            {"license": None, "names_stand_apart": False},
        ),
        "archived": ("archived", {"archived_at__isnull": False}),
        "tools": ("tools", {"entry_type": "tool"}),
    }
