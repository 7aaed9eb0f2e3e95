"""What every test may ask for by name."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as of_hypothesis
from pytest_django.plugin import DjangoDbBlocker

from bdp.databases import join_embedded

# The same examples everywhere, however slow the machine is or busy with other things
of_hypothesis.register_profile(
    "registry", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
of_hypothesis.load_profile("registry")


def pytest_configure(config: pytest.Config) -> None:
    """The run is named after its first process; the workers of pytest-xdist inherit the name.

    Where a shell started the run in the background, Ctrl-C is ignored, and every child would
    inherit that: those whose Ctrl-C is tested need the usual answer to it. Nobody's requests are
    limited but where that is what is tested.
    """
    os.environ["RATE_LIMITS"] = settings.RATE_LIMITS = "off"
    os.environ.setdefault("BDP_TEST_RUN", str(os.getpid()))
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The process that named the run clears up after it."""
    from tests import databases

    used = databases.is_in_use() or bool(config.getoption("numprocesses", default=None))
    if databases.WORKER == "main" and used:
        join_embedded()
        databases.drop_own_databases()


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """This process's own database, on whichever PostgreSQL the registry uses."""
    from tests import databases

    with django_db_blocker.unblock():
        join_embedded()
        yield databases.use_own_database()


@pytest.fixture
def committed(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A test whose transactions really commit; the database is thrown away after it."""
    from tests import databases

    with django_db_blocker.unblock():
        yield
        databases.clone(django_db_setup)


@pytest.fixture
def database_away(
    django_db_setup: str, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[None]:
    """No server answers where the program looks for one."""
    places = {alias: connections[alias].settings_dict for alias in connections}
    hosts = {alias: place["HOST"] for alias, place in places.items()}
    connections.close_all()
    for place in places.values():
        place["HOST"] = str(tmp_path)
    with django_db_blocker.unblock():
        yield
    connections.close_all()
    for alias, host in hosts.items():
        places[alias]["HOST"] = host


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real files; the test is skipped where it is absent."""
    root = Path(__file__).resolve().parent.parent
    found = Path(os.environ.get("BDP_SHARED_DATA") or root.parent / "shared" / "data")
    if not found.is_dir():
        missing = pytest.fail if os.environ.get("BDP_REQUIRE_SHARED_DATA") else pytest.skip
        missing(f"the real files are not here ({found})")
    return found


@pytest.fixture
def operator() -> Any:
    """The registry itself, as operator commands act."""
    from apps.core.actor import Actor

    return Actor.system("test")


@pytest.fixture
def curie(db: None) -> Any:
    """A superuser."""
    return _person("curie", is_superuser=True)


@pytest.fixture
def actor(curie: Any) -> Any:
    """Curie at work: a known request from a known address."""
    from apps.core.actor import Actor

    return Actor(
        request_id=UUID(int=1),
        user_id=curie.id,
        label="curie",
        is_superuser=True,
        ip_address="192.0.2.7",
        user_agent="curl/8",
    )


@pytest.fixture
def api(curie: Any) -> Any:
    """The API as Curie uses it, with a token that may do everything she may."""
    from tests.clients import Api

    return Api(make_token("curie"))


@pytest.fixture
def stranger(db: None) -> Any:
    """The API as somebody without an account uses it."""
    from tests.clients import Api

    return Api()


@pytest.fixture
def person(db: None) -> Callable[..., Any]:
    """Make a person who works by API: `person("ada", groups=["curator"])`; see `tests.people`."""
    return _person_with_api


@contextmanager
def leaves_trace(action: str, event: str | None = None) -> Iterator[Any]:
    """The block appends exactly one row `action` to the trail, and one `event` to the outbox.

    What it yields has the row's columns, and `event`, once the block is left.
    """
    from apps.audit.models import AuditLog
    from apps.events.models import Event

    rows, events = set(AuditLog.objects.values_list("pk")), set(Event.objects.values_list("pk"))
    left = SimpleNamespace()
    yield left
    (row,) = [row for row in AuditLog.objects.all() if (row.pk,) not in rows]
    announced = [found for found in Event.objects.all() if (found.pk,) not in events]
    assert row.action == action
    assert [found.type for found in announced] == ([f"org.bdp.{event}"] if event else [])
    left.__dict__.update(row.__dict__, event=announced[0] if announced else None)


@contextmanager
def leaves_no_trace() -> Iterator[None]:
    """The block leaves trail and outbox as they were."""
    from apps.audit.models import AuditLog
    from apps.events.models import Event

    before = AuditLog.objects.count(), Event.objects.count()
    yield
    assert (AuditLog.objects.count(), Event.objects.count()) == before


def make_token(username: str, *scopes: str, **limits: Any) -> str:
    """The secret of a new token; without scopes it may do all that its user may."""
    from apps.accounts.commands import create_token
    from apps.core.actor import Actor

    made = create_token(
        actor=Actor.system("test"), username=username, scopes=scopes or ("admin",), **limits
    )
    return made.secret


def _person(username: str, **kind: Any) -> Any:
    from apps.accounts.commands import create_user
    from apps.core.actor import Actor

    return create_user(actor=Actor.system("test"), username=username, **kind)


def _person_with_api(username: str, **kind: Any) -> Any:
    from apps.core.actor import Actor
    from tests.clients import Api

    made = _person(username, **kind)
    actor = Actor(
        request_id=UUID(int=2),
        user_id=made.id,
        label=username,
        is_superuser=kind.get("is_superuser", False),
        groups=frozenset(kind.get("groups", ())),
    )
    return SimpleNamespace(id=made.id, actor=actor, api=Api(make_token(username)))
