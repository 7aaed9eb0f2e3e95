"""An export as text: JSON Lines, or CSV with the same facts in the same columns throughout.

Each line is of a kind: one `export`, a `row` for each, one `summary`, one `signature`. In CSV the
facts of those that are no rows stand as JSON in the column `metadata`.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from apps.audit.cells import line
from apps.audit.exporting import COLUMNS
from apps.core.rendering import dumps

KINDS = ("export", "row", "summary", "signature")
HEADER = line(("kind", *COLUMNS))

Form = Callable[[str, Mapping[str, Any]], str]


def as_json(kind: str, told: Mapping[str, Any]) -> str:
    """One line of JSON."""
    whole = {"kind": kind, **told}
    if kind == "row":
        whole["metadata"] = orjson.Fragment(told["metadata"])
    return dumps(whole).decode() + "\n"


def as_csv(kind: str, told: Mapping[str, Any]) -> str:
    """One line of CSV; before the first, the names of the columns."""
    facts = told if kind == "row" else {"metadata": dumps(told).decode()}
    values = (facts.get(column) for column in COLUMNS)
    row = line((kind, *("" if value is None else str(value) for value in values)))
    return HEADER + row if kind == "export" else row


FORMS: dict[str, Form] = {"json": as_json, "csv": as_csv}
