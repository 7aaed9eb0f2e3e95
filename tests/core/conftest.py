"""What tests of the kernel may ask for by name."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker


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
