"""Nothing that somebody without an account can send breaks the published contract."""

import pytest

from tests.openapi import fuzzing


@pytest.fixture
def token(small_registry: None, db: None) -> None:
    """None at all."""


globals().update(fuzzing.sent_to_every_operation())
