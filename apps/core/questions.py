"""Questions that are thought out once: asked again, only their values are new.

Django takes longer to make the SQL of a small read, and PostgreSQL to plan it, than the answer
takes. So the SQL is kept by the process, and the plan by each connection.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Generic, TypeAlias, TypeVar

from django.db.models import Expression, Model, QuerySet

from apps.core.db import asking_cursor, read_alias, reading
from apps.core.services import services

M = TypeVar("M", bound=Model)

MOST_SHAPES = 2000

Values: TypeAlias = tuple[Any, ...]
Converters: TypeAlias = tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]


def asking(model: type[M]) -> "Asked[M]":
    """A read that is asked often starts here; `reading` starts those that are not."""
    start: Asked[M] = Asked((), ())
    return start.then(_Table(model))


@dataclass(frozen=True, slots=True)
class Asked(Generic[M]):
    """Rows that nobody has fetched yet: how they are asked for, and by which values."""

    steps: "tuple[_Step, ...]"
    values: Values
    limit: int | None = None

    def filter(self, **conditions: Any) -> "Asked[M]":
        """Those that fit every condition."""
        return self.then(_fitting, **conditions)

    def narrowed(self, asked: Mapping[str, Any]) -> "Asked[M]":
        """Those that fit every condition that was `asked`; None asks nothing."""
        return self.filter(**{path: v for path, v in asked.items() if v is not None})

    def exclude(self, **conditions: Any) -> "Asked[M]":
        """Those that do not."""
        return self.then(_unfitting, **conditions)

    def then(self, step: Callable[..., "QuerySet[M]"], /, **values: Any) -> "Asked[M]":
        """The rows as `step` makes them of these and of `values`.

        A step is a function of a module, or a frozen value that can be called: it runs once. For
        each value it gets a placeholder, to filter and annotate by; but None, True and False it
        gets as they are, and may look at them, for every choice of these is SQL of its own.
        """
        chosen = tuple((name, v) for name, v in values.items() if _chooses(v))
        given = {name: value for name, value in values.items() if not _chooses(value)}
        steps = (*self.steps, _Step(step, chosen, tuple(given)))
        return replace(self, steps=steps, values=(*self.values, *given.values()))

    def __getitem__(self, window: slice) -> "Asked[M]":
        """The first so many."""
        return replace(self, limit=window.stop)

    def values_list(self, *paths: str) -> Iterator[Values]:
        """The columns of each row, in one statement."""
        alias = read_alias()
        return _statement(self.steps, paths, self.limit, alias).rows(self.values, alias)

    def queryset(self) -> "QuerySet[M]":
        """The same rows in Django's way, for what is rarely asked of them."""
        return _rows(self.steps, self.values)[: self.limit]

    @property
    def model(self) -> type[M]:
        """The table they come from."""
        first: Any = self.steps[0].function
        return first.model  # type: ignore[no-any-return]

    def count(self) -> int:
        """How many there are."""
        return self.queryset().count()


@dataclass(frozen=True, slots=True)
class _Step:
    """One function that makes or narrows rows, and what it is given beside them."""

    function: Callable[..., "QuerySet[Any]"]
    chosen: tuple[tuple[str, bool | None], ...]
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Table(Generic[M]):
    """The first step: every row of a table."""

    model: type[M]

    def __call__(self) -> "QuerySet[M]":
        return reading(self.model)


@dataclass(frozen=True, slots=True)
class _Statement:
    """SQL with places for values, and how what it returns becomes Python's."""

    sql: str
    parameters: Values
    width: int
    converters: Converters

    def rows(self, values: Values, alias: str) -> Iterator[Values]:
        """What the database answers."""
        connection = services.connection(alias)
        parameters = [values[p.place] if isinstance(p, _Place) else p for p in self.parameters]
        with asking_cursor(alias) as cursor:
            cursor.execute(self.sql, parameters)
            found = cursor.fetchall()
        return (self._read(row, connection) for row in found)

    def _read(self, row: Values, connection: Any) -> Values:
        if not self.converters and len(row) == self.width:
            return row
        read = list(row[: self.width])
        for place, functions, expression in self.converters:
            for function in functions:
                read[place] = function(read[place], expression, connection)
        return tuple(read)


class _Place(Expression):
    """Where a value will stand in the statement."""

    def __init__(self, place: int) -> None:
        super().__init__()
        self.place = place

    def as_sql(self, *_: Any, **__: Any) -> Any:
        """A parameter, recognised again in the finished statement."""
        return "%s", (self,)


@lru_cache(MOST_SHAPES)
def _statement(
    steps: tuple[_Step, ...], paths: tuple[str, ...], limit: int | None, alias: str
) -> _Statement:
    places = [_Place(place) for place in range(sum(len(step.given) for step in steps))]
    rows = _rows(steps, places).using(alias)[:limit]
    compiler = rows.values_list(*paths).query.get_compiler(alias)
    sql, parameters = compiler.as_sql()
    selected = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = compiler.get_converters(selected).items()
    return _Statement(
        sql, tuple(parameters), len(selected),
        tuple((place, tuple(functions), of) for place, (functions, of) in converters),
    )  # fmt: skip


def _rows(steps: Iterable[_Step], values: Iterable[Any]) -> "QuerySet[Any]":
    remaining = iter(values)
    rows: tuple[QuerySet[Any], ...] = ()
    for step in steps:
        given = {name: next(remaining) for name in step.given}
        rows = (step.function(*rows, **dict(step.chosen), **given),)
    return rows[0]


def _fitting(rows: "QuerySet[M]", **conditions: Any) -> "QuerySet[M]":
    return rows.filter(**conditions)


def _unfitting(rows: "QuerySet[M]", **conditions: Any) -> "QuerySet[M]":
    return rows.exclude(**conditions)


def _chooses(value: object) -> bool:
    return value is None or value is True or value is False
