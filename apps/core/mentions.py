"""Rows that a word finds: by the beginning of a slug or a name, an alias, or a word of a text.

The tables it looks into have the columns and indexes that search keeps (`sources.0003_search`).
"""

import re
from typing import Any

from django.db.models import BooleanField, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable, Expression, RawSQL
from django.db.models.functions import Lower

LONGEST_QUERY = 200
# a minus before no word: PostgreSQL nests one in the next, and fails at the thirty-third
NOTHING_LEFT_OUT = re.compile(r"-[\W_]*(?=-|$)")


def parameters(query: str) -> dict[str, str]:
    """`query` as SQL takes it: in lower case, as a prefix with nothing special, and as words."""
    text = " ".join(query.lower().split())[:LONGEST_QUERY]
    literal = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return {"text": text, "prefix": f"{literal}%", "sought": sought(text)}


def sought(text: str) -> str:
    """`text` as PostgreSQL reads it for words, without a minus that leaves nothing out."""
    return NOTHING_LEFT_OUT.sub(" ", text)


def mentioning(rows: "QuerySet[Any]", *, text: Any, prefix: Any, sought: Any) -> "QuerySet[Any]":
    """Of `rows` those that the `parameters` of a query find, each way by an index of its own."""
    table = rows.model._meta.db_table
    names, words = (RawSQL(f'"{table}".{kept}', ()) for kept in ("search_names", "search_words"))  # noqa: S611 # nosec B611
    return rows.filter(
        Q(_condition(Lower("slug"), " LIKE ", prefix))
        | Q(_condition(Lower("name"), " LIKE ", prefix))
        | Q(_condition(names, " @> array_append('{}', ", text, closed=")"))
        | Q(_condition(words, " @@ websearch_to_tsquery('english', ", sought, closed=")"))
    )


def _condition(column: Combinable, compares: str, value: Any, *, closed: str = "") -> Func:
    """What an index answers, in the very words of the index."""
    asked = value if isinstance(value, Expression) else Value(value)
    return Func(
        column, asked, template=f"%(expressions)s::text{closed}", arg_joiner=compares,
        output_field=BooleanField(),
    )  # fmt: skip
