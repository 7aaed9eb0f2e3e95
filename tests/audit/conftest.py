"""What tests of the trail may ask for by name."""

import pytest

from bdp.grants import owner_role, program_role


@pytest.fixture
def two_roles() -> None:
    """Where one role does all, triggers alone guard the trail."""
    if program_role() == owner_role():
        pytest.skip("DATABASE_URL and DATABASE_OWNER_URL name one role")
