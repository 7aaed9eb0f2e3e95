"""A replica that is away costs a moment, not the answer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from circuitbreaker import CircuitBreaker
from django.db import InterfaceError, OperationalError, connections

from apps.core.db import read_alias, unpinned
from apps.core.services import FAILURES, PRIMARY, REPLICA, services
from apps.organizations.queries import list_organizations
from tests import builders
from tests.clients import Api


@pytest.fixture
def breaker(committed: None, tmp_path: Path) -> Iterator[CircuitBreaker]:
    """The registry has a replica of its own, which nobody answers for."""
    builders.organization("uniprot")
    place: Any = connections[REPLICA].settings_dict
    host = place["HOST"]
    made = CircuitBreaker(FAILURES, 60.0, (OperationalError, InterfaceError))
    connections[REPLICA].close()
    place["HOST"] = str(tmp_path)
    try:
        with services.replaced(replica_may_lag=True, replica_breaker=made), unpinned():
            yield made
    finally:
        place["HOST"] = host


def test_reads_go_to_the_primary_when_the_replica_is_away(breaker: CircuitBreaker) -> None:
    for _ in range(2 * FAILURES):
        assert Api().get("organizations").body["results"][0]["slug"] == "uniprot"
    assert breaker.opened
    assert breaker.failure_count == FAILURES, "then it is spared"
    assert read_alias() == PRIMARY
    assert Api().get("/health/ready").body["replica"] == "away"


def test_a_replica_that_is_back_is_read_again(breaker: CircuitBreaker) -> None:
    for _ in range(FAILURES):
        list_organizations()
    connections[REPLICA].settings_dict["HOST"] = connections[PRIMARY].settings_dict["HOST"]
    assert breaker.opened
    breaker._recovery_timeout = 0
    assert read_alias() == REPLICA
    assert [found.slug for found in list_organizations().results] == ["uniprot"]
    assert breaker.closed
    assert "replica" not in Api().get("/health/ready").body
