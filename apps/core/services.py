"""The service registry: the one place where what the program depends on is built."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Any

import httpx
from circuitbreaker import CircuitBreaker
from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from apps.core.errors import StoreAway
from apps.core.kept import KeptHead
from apps.core.keys import TrailKey
from apps.core.outbound import Outbound
from apps.core.signing import Signer
from apps.core.stores import Store, store_at

PRIMARY = "default"
REPLICA = "replica"
OWNER = "owner"

FAILURES = 3  # in a row, after which a part is not asked
SPARED = 10.0  # seconds until it is asked again


@dataclass(frozen=True, slots=True)
class Clock:
    """What time it is, for everything that writes an instant down."""

    tell: Callable[[], datetime]

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self.tell()


class ServiceRegistry:
    """Builds each service once, when it is first asked for, in whichever thread asks."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._built: dict[str, Any] = {}

    @property
    def clock(self) -> Clock:
        """The clock every instant comes from."""
        clock: Clock = self._once("clock", lambda: Clock(lambda: datetime.now(UTC)))
        return clock

    def connection(self, alias: str) -> BaseDatabaseWrapper:
        """This thread's connection to one of the databases."""
        return connections[alias]

    @property
    def store(self) -> Store:
        """Where the bytes of records and files are."""
        store: Store = self._once(
            "store", lambda: store_at(settings.STORAGE_URL, self.store_breaker)
        )
        return store

    @property
    def store_breaker(self) -> CircuitBreaker:
        """Counts how often in a row the store did not answer; open, it spares it for a while."""
        made: CircuitBreaker = self._once("store_breaker", lambda: _breaker("store", StoreAway))
        return made

    @property
    def signer(self) -> Signer:
        """Who signs what is sent to others."""
        signer: Signer = self._once("signer", Signer)
        return signer

    @property
    def trail_key(self) -> TrailKey:
        """Who signs the trail."""
        place, given = settings.BDP_HOME / "audit_key", settings.AUDIT_SIGNING_KEY
        key: TrailKey = self._once("trail_key", lambda: TrailKey(place, given))
        return key

    @property
    def kept_head(self) -> KeptHead:
        """What was signed of the trail last, told by somebody else than the database."""
        return KeptHead(settings.BDP_HOME, str(self.connection(PRIMARY).settings_dict["NAME"]))

    @property
    def http_client(self) -> Callable[..., httpx.Client]:
        """What makes clients of publishers' servers; how patient they are, who asks says."""
        make: Callable[..., httpx.Client] = self._once("http_client", lambda: httpx.Client)
        return make

    @property
    def outbound(self) -> Outbound:
        """Who posts to addresses that strangers gave."""
        allowed = settings.WEBHOOK_ALLOW_PRIVATE
        made: Outbound = self._once("outbound", lambda: Outbound(allow_private=allowed))
        return made

    @property
    def public_url(self) -> str:
        """Where others find the registry; empty where its operator did not say."""
        return str(settings.PUBLIC_URL)

    @property
    def uniprot_url(self) -> str:
        """Where UniProt's releases are."""
        return str(settings.UNIPROT_URL)

    @property
    def rate_limits(self) -> str:
        """How much clients may ask, as the operator wrote it."""
        return str(settings.RATE_LIMITS)

    @property
    def session_cookie(self) -> str:
        """Django's own name of its cookie."""
        return str(settings.SESSION_COOKIE_NAME)

    @property
    def registration_is_open(self) -> bool:
        """Everybody who is signed in may make an organization."""
        return bool(settings.OPEN_REGISTRATION)

    @property
    def most_of_a_file(self) -> int:
        """How many bytes an upload may have."""
        return int(settings.MOST_OF_A_FILE)

    @property
    def trusted_proxies(self) -> Sequence[IPv4Network | IPv6Network]:
        """Who is believed when they tell for whom they ask."""
        trusted: Sequence[IPv4Network | IPv6Network] = settings.TRUSTED_PROXIES
        return trusted

    @property
    def replica_may_lag(self) -> bool:
        """Reads go to another server than writes, and may come before the write arrives there."""
        lags: bool = self._once("replica_may_lag", lambda: not _same_server(PRIMARY, REPLICA))
        return lags

    @property
    def replica_breaker(self) -> CircuitBreaker:
        """Counts how often in a row the replica failed; open, it spares it for a while."""
        made: CircuitBreaker = self._once(
            "replica_breaker", lambda: _breaker("replica", OperationalError, InterfaceError)
        )
        return made

    @property
    def replica_is_away(self) -> bool:
        """Reads had better go to the primary."""
        return self.replica_may_lag and self.replica_breaker.opened

    def health(self) -> dict[str, str]:
        """How the parts stand that fail by themselves. Raises `StoreAway`: nothing goes without."""
        self.store.require()
        away = self.replica_is_away
        return {"store": "ok", **({"replica": "away"} if away else {})}

    @contextmanager
    def replaced(self, **services: Any) -> Iterator[None]:
        """Use these instead, until the block ends. For tests."""
        with self._lock:
            before, self._built = self._built, {**self._built, **services}
        try:
            yield
        finally:
            with self._lock:
                self._built = before

    def _once(self, name: str, build: Callable[[], Any]) -> Any:
        with self._lock:
            if name not in self._built:
                self._built[name] = build()
            return self._built[name]


def _breaker(name: str, *failures: type[Exception]) -> CircuitBreaker:
    return CircuitBreaker(FAILURES, SPARED, failures, name=name)


def _same_server(one: str, other: str) -> bool:
    where = ("HOST", "PORT", "NAME")
    first, second = (settings.DATABASES[alias] for alias in (one, other))
    return all((first.get(key) or "") == (second.get(key) or "") for key in where)


services = ServiceRegistry()
