"""Requests of a fuzzer, answered in this process inside the test's own transaction."""

from collections.abc import Iterator

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from pytest_django.plugin import DjangoDbBlocker

from tests import databases
from tests.openapi import fuzzing


@pytest.fixture(scope="module")
def small_registry(django_db_setup: str, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What the addresses of the examples lead to, made once for all tests of a module."""
    with django_db_blocker.unblock():
        fuzzing.make_a_small_registry()
    yield
    with django_db_blocker.unblock():
        databases.clone(django_db_setup)


@pytest.fixture(autouse=True)
def _connections_outlive_requests() -> Iterator[None]:
    """As in Django's own test client: the transaction around the test is everybody's."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)
