"""Nothing that a superuser can send breaks the published contract."""

import pytest

from tests.conftest import make_token
from tests.openapi import fuzzing


@pytest.fixture
def token(small_registry: None, curie: object) -> str:
    return make_token("curie")


globals().update(fuzzing.sent_to_every_operation(limits_too=True))
