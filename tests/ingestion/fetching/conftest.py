"""What tests of fetching may ask for: a publisher, and a web that notes its waits."""

from collections.abc import Iterator

import pytest

from apps.ingestion.fetching import Patience, Web
from tests.ingestion.fetching.publisher import Publisher
from tests.ingestion.fetching.waiting import Waits


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with Publisher().running() as running:
        yield running


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def web(waits: Waits) -> Iterator[Web]:
    patience = Patience(tries=4, silence=5, first_wait=1, longest_wait=8)
    with Web(agent="bdp-tests", patience=patience, sleep=waits, tell=waits.said.append) as web:
        yield web
