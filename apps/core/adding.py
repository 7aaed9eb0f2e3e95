"""New rows, by SQL that is made once and planned once.

Django makes the SQL of an insert anew each time, and sends it as a text that PostgreSQL plans anew;
for what every command adds, that took longer than the adding.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db.models import Field, Model

from apps.core.db import asking_cursor
from apps.core.services import PRIMARY, services


def add_row(row: Model) -> None:
    """Insert a new `row` with all its columns, in the transaction at hand."""
    connection = services.connection(PRIMARY)
    statement, fields = _insert(type(row))
    values = [
        field.get_db_prep_save(getattr(row, field.attname), connection=connection)
        for field in fields
    ]
    with asking_cursor(PRIMARY) as cursor:
        cursor.execute(statement, values)


@cache
def _insert(model: type[Model]) -> "tuple[str, Sequence[Field[Any, Any]]]":
    """The statement with its places, and the fields that fill them."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join("%s" for _ in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({places})', fields  # noqa: S608
