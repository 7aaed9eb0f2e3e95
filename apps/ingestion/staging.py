"""Rows in bulk: COPY, then one statement for all of them. For what no loop should write."""

from collections.abc import Iterable, Sequence
from time import monotonic, sleep
from typing import Any

from django.db.models import Field, GeneratedField, Model
from psycopg import sql

from apps.core.services import PRIMARY, services


def copy(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append `rows` to `table`."""
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), _listed(columns))
    with services.connection(PRIMARY).cursor() as cursor, cursor.copy(statement) as stream:
        for row in rows:
            stream.write_row(row)


def copy_new(rows: Sequence[Model]) -> None:
    """Append rows of one model to its table, every column as the model would save it."""
    if rows:
        copy(rows[0]._meta.db_table, _columns(*_written(rows[0])), map(_values, rows))


def copy_over(rows: Sequence[Model]) -> None:
    """Bring rows of one model, found by their primary key, to the state they have here."""
    if not rows:
        return
    table, key = rows[0]._meta.db_table, _columns(rows[0]._meta.pk)[0]
    columns = _columns(*_written(rows[0]))
    stage(f"changed_{table}", columns, map(_values, rows), like=table)
    assignments = [
        sql.SQL("{0} = changed.{0}").format(sql.Identifier(column))
        for column in columns
        if column != key
    ]
    execute(
        sql.SQL(
            "UPDATE {table} SET {to} FROM {staged} AS changed WHERE {table}.{key} = changed.{key}"
        ).format(
            table=sql.Identifier(table),
            to=sql.SQL(", ").join(assignments),
            staged=sql.Identifier(f"changed_{table}"),
            key=sql.Identifier(key),
        )
    )


def stage(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, like: str) -> None:
    """Make a temporary `table` with `columns` as they are in `like`, gone at commit; fill it."""
    execute(sql.SQL("DROP TABLE IF EXISTS pg_temp.{}").format(sql.Identifier(table)))
    statement = sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0")
    execute(statement.format(sql.Identifier(table), _listed(columns), sql.Identifier(like)))
    copy(table, columns, rows)


def take_turns(what: str) -> None:
    """Let one transaction at a time do `what`; the others wait for its end."""
    statement = sql.SQL("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))")
    execute(statement.format(sql.Literal(what)))


def take_turn(what: str, *, patience: float) -> bool:
    """Be the one transaction that does `what`; False if another does for `patience` seconds.

    The turn ends with the transaction, and so with the life of its process.
    """
    statement = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
    end = monotonic() + patience
    with services.connection(PRIMARY).cursor() as cursor:
        while True:
            cursor.execute(statement, [what])
            if cursor.fetchone() == (True,):
                return True
            if monotonic() > end:
                return False
            sleep(0.2)


def execute(statement: sql.Composed) -> None:
    """Run one statement on the primary."""
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(statement)


def _written(row: Model) -> "list[Field[Any, Any]]":
    return [field for field in row._meta.concrete_fields if not isinstance(field, GeneratedField)]


def _columns(*fields: "Field[Any, Any]") -> list[str]:
    return [str(field.column) for field in fields]


def _values(row: Model) -> list[Any]:
    connection = services.connection(PRIMARY)
    return [
        field.get_db_prep_save(getattr(row, field.attname), connection) for field in _written(row)
    ]


def _listed(columns: Sequence[str]) -> sql.Composed:
    return sql.SQL(", ").join(map(sql.Identifier, columns))
