"""Four web servers that know of each other by PostgreSQL alone keep one allowance together."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import builders, databases
from tests.conftest import make_token
from tests.limiting.serving import servers

QUOTA = 300
WITHIN = 0.05
LONG = 4  # seconds, in which some of the allowance is refilled
PATIENCE = 90  # seconds: on a slow machine it takes some until enough has been asked
UNEVEN = (70, 20, 9, 1)  # how often each server is asked
EVEN = (1, 1, 1, 1)
ADDRESS = "/api/v1/organizations/uniprot"


@dataclass(frozen=True)
class Asked:
    """What came of asking as fast as one can."""

    statuses: list[int]
    seconds: float

    @property
    def allowed(self) -> int:
        return self.statuses.count(200)

    @property
    def promised(self) -> float:
        """The whole allowance, and what was refilled meanwhile."""
        return QUOTA + QUOTA / 60 * self.seconds


@pytest.fixture(scope="module")
def four(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[list[str]]:
    """Their addresses. They stand behind a proxy, which tells them whom it speaks for."""
    with django_db_blocker.unblock():
        builders.organization("uniprot")
        limits = f"anonymous={QUOTA}/min,token={QUOTA}/min"
        with servers(4, RATE_LIMITS=limits, TRUSTED_PROXIES="127.0.0.1") as addresses:
            yield addresses
        databases.clone(django_db_setup)


def refused(statuses: list[int]) -> bool:
    """Enough was asked, also of what nothing is left for."""
    return statuses.count(429) >= QUOTA


def asked(times: int) -> Callable[[list[int]], bool]:
    """Enough was asked, so many times."""
    return lambda statuses: len(statuses) >= times


def _ask(
    servers: list[str],
    weights: tuple[int, ...],
    enough: Callable[[list[int]], bool],
    headers: dict[str, str],
    seconds: float = 0,
) -> Asked:
    """Ask as fast as one can until it is enough, and for so long at least."""
    began = time.monotonic()
    statuses: list[int] = []

    def go_on() -> bool:
        passed = time.monotonic() - began
        return passed < seconds or (not enough(statuses) and passed < PATIENCE)

    def ask_on(seed: int) -> None:
        chance = random.Random(seed)
        with httpx.Client(headers=headers, timeout=30) as client:
            while go_on():
                (server,) = chance.choices(servers, weights)
                statuses.append(client.get(server + ADDRESS).status_code)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(ask_on, range(6)))
    return Asked(statuses, time.monotonic() - began)


def _from(address: str) -> dict[str, str]:
    return {"X-Forwarded-For": address}


def _left(server: str, address: str, **headers: str) -> int:
    told = httpx.get(server + ADDRESS, headers={**headers, **_from(address)}, timeout=30)
    return int(told.headers["RateLimit"].split("r=")[1].split(";")[0])


@pytest.mark.parametrize(
    ("weights", "address"), [(EVEN, "192.0.2.1"), (UNEVEN, "192.0.2.2"), (EVEN, "2001:db8::1")]
)
def test_as_many_get_through_as_are_allowed(
    four: list[str], weights: tuple[int, ...], address: str
) -> None:
    told = _ask(four, weights, refused, _from(address), LONG)
    assert set(told.statuses) == {200, 429}
    assert told.allowed == pytest.approx(told.promised, rel=WITHIN)


def test_a_burst_at_one_server_after_the_others_saw_a_little_is_bounded_too(
    four: list[str],
) -> None:
    first = _ask(four[1:], (1, 1, 1), asked(QUOTA // 5), _from("192.0.2.3"))
    then = _ask(four, (1, 0, 0, 0), refused, _from("192.0.2.3"), LONG)
    together = Asked(first.statuses + then.statuses, first.seconds + then.seconds)
    assert together.allowed == pytest.approx(together.promised, rel=WITHIN)


def test_a_household_of_ipv6_is_one_client(four: list[str]) -> None:
    assert 429 in _ask(four, EVEN, refused, _from("2001:db8:0:1::1")).statuses
    assert _left(four[0], "2001:db8:0:1:ffff::2") < QUOTA / 5
    assert _left(four[0], "2001:db8:0:2::1") == QUOTA - 1


def test_what_is_unchanged_stays_free(four: list[str]) -> None:
    here = _from("192.0.2.4")
    tag = {"If-None-Match": httpx.get(four[0] + ADDRESS, headers=here).headers["ETag"]}
    told = _ask(four, EVEN, asked(3 * QUOTA), here | tag)
    assert len(told.statuses) > QUOTA
    assert set(told.statuses) == {304}
    assert _left(four[0], "192.0.2.4") > QUOTA * (1 - WITHIN)
    assert 429 in _ask(four, EVEN, refused, here).statuses
    unchanged = _ask(four, EVEN, asked(QUOTA // 5), here | tag)
    assert set(unchanged.statuses) == {304}, "even with nothing left"


def test_a_token_is_one_client_from_wherever_it_asks(four: list[str]) -> None:
    builders.person("ada")
    token = {"Authorization": f"Bearer {make_token('ada', 'read')}"}
    told = _ask(four, UNEVEN, refused, token | _from("192.0.2.5"), LONG)
    assert set(told.statuses) == {200, 429}
    assert told.allowed == pytest.approx(told.promised, rel=WITHIN)
    assert _left(four[0], "192.0.2.6", **token) < QUOTA / 5
    assert _left(four[0], "192.0.2.5") > QUOTA * (1 - WITHIN), "of its own"
