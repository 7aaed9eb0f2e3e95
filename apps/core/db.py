"""Which database answers, and what its refusals mean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from functools import wraps
from typing import Any, NoReturn, ParamSpec, TypeVar

from django.db import (
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    models,
    transaction,
)
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.backends.utils import CursorWrapper
from psycopg import errors as pg

from apps.core.errors import Collided, DomainError, NotMigrated, ServiceUnavailable
from apps.core.services import PRIMARY, REPLICA, services


class WriteInQuery(RuntimeError):
    """A query reached for the connection that writes. A bug, never a refusal."""


M = TypeVar("M", bound=models.Model)
P = ParamSpec("P")
R = TypeVar("R")

_pinned: ContextVar[bool] = ContextVar("pinned_to_primary", default=False)
_in_query: ContextVar[bool] = ContextVar("inside_a_query", default=False)


def query(function: Callable[P, R]) -> Callable[P, R]:
    """Run `function` where PostgreSQL itself refuses to write.

    Outside a transaction it reads over the read-only connection. Inside one, after a command where
    the replica may lag behind, and where the replica is away, it reads the primary in a transaction
    (or savepoint) that is read-only until it ends.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        if read_alias() == REPLICA:
            with suppress(_ReplicaAway), _over_the_replica():
                return function(*args, **kwargs)
        with _read_only():
            return function(*args, **kwargs)

    wrapper.is_query = True  # type: ignore[attr-defined]
    return wrapper


class _ReplicaAway(Exception):
    """The replica failed where the primary may not: what only reads can be asked again there."""


@contextmanager
def _over_the_replica() -> Iterator[None]:
    try:
        with services.connection(PRIMARY).execute_wrapper(_refuse), services.replica_breaker:
            yield
    except (OperationalError, InterfaceError) as failure:
        if not services.replica_may_lag:
            raise
        services.connection(REPLICA).close()
        raise _ReplicaAway from failure


@contextmanager
def _read_only() -> Iterator[None]:
    """Refuse writes on the primary until the block ends; a query inside another is in its block.

    Two round trips more where a command has begun the transaction: every command asks who may.
    """
    if _in_query.get():
        yield
        return
    token = _in_query.set(True)
    try:
        if services.connection(PRIMARY).in_atomic_block:
            with _read_only_savepoint():
                yield
        else:
            with transaction.atomic(using=PRIMARY):
                _execute("SET TRANSACTION READ ONLY")
                yield
    finally:
        _in_query.reset(token)


@contextmanager
def _read_only_savepoint() -> Iterator[None]:
    _execute("SAVEPOINT bdp_query; SET TRANSACTION READ ONLY")
    try:
        yield
    except BaseException:
        transaction.set_rollback(False, using=PRIMARY)  # what failed is undone by the next line
        _execute("ROLLBACK TO SAVEPOINT bdp_query; RELEASE SAVEPOINT bdp_query")
        raise
    _execute("RELEASE SAVEPOINT bdp_query")


def _execute(statement: str) -> None:
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(statement)


def reading(model: type[M]) -> models.QuerySet[M]:
    """Every read starts here: the rows of `model`, on the connection that may not write."""
    return model._default_manager.using(read_alias())


def read_alias() -> str:
    """The connection that a read uses now: inside a transaction the one it is open on."""
    if services.connection(PRIMARY).in_atomic_block:
        return PRIMARY
    spared = services.replica_may_lag and (_pinned.get() or services.replica_is_away)
    return PRIMARY if spared else REPLICA


def read_cursor() -> CursorWrapper:
    """A raw cursor on the connection that `reading` uses, for set-wise questions."""
    return services.connection(read_alias()).cursor()


def asking_cursor(alias: str) -> CursorWrapper:
    """A cursor for what is asked again: PostgreSQL plans it once for each connection.

    Planning a small read takes several times as long as answering it.
    """
    connection: Any = services.connection(alias)
    plain: Any = ServerBindingCursor
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    wrapped: CursorWrapper = connection._prepare_cursor(plain(connection.connection))
    return wrapped


def pin_to_primary() -> None:
    """Read your own writes: the rest of this unit of work reads from the primary."""
    _pinned.set(True)


@contextmanager
def unpinned() -> Iterator[None]:
    """Bound a unit of work, so that pinning does not outlive it."""
    token = _pinned.set(False)
    try:
        yield
    finally:
        _pinned.reset(token)


@contextmanager
def refusing(**errors: DomainError) -> Iterator[None]:
    """Raise the error that bears the name of the constraint the database enforces.

    The refusal ends the transaction, or the savepoint, of the command that it leaves.
    """
    try:
        yield
    except IntegrityError as exc:
        cause = exc.__cause__
        constraint = cause.diag.constraint_name if isinstance(cause, pg.IntegrityError) else None
        if refusal := errors.get(constraint or ""):
            raise refusal from exc
        raise


def _refuse(*_: object) -> NoReturn:
    raise WriteInQuery


def refusal_behind(failure: BaseException | None) -> DomainError | None:
    """What a failure of the database means to whoever meets it; None if it is a bug of ours."""
    match failure, failure and failure.__cause__:
        case ProgrammingError(), pg.UndefinedTable():
            return NotMigrated()
        case OperationalError(), pg.DeadlockDetected() | pg.SerializationFailure():
            return Collided()
        case OperationalError() | InterfaceError(), _:
            return ServiceUnavailable()
    return None
