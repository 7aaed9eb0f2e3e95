"""Nothing that an organization's owner can send breaks the published contract."""

import pytest

from apps.audit.policy import Role
from tests import builders
from tests.conftest import make_token
from tests.openapi import fuzzing


@pytest.fixture
def token(small_registry: None, db: None) -> str:
    builders.person("ada")
    builders.member("ada", Role.OWNER)
    return make_token("ada")


globals().update(fuzzing.sent_to_every_operation())
