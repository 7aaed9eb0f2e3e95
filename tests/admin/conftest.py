"""What tests of the admin may ask for by name: people at their browsers."""

from collections.abc import Callable

import pytest

from tests.admin.browser import Browser, sign_in


@pytest.fixture
def curator(db: None) -> Browser:
    """Ada, a curator who is no superuser."""
    return sign_in("ada", "curator")


@pytest.fixture
def auditor(db: None) -> Browser:
    """Grace, an auditor."""
    return sign_in("grace", "auditor")


@pytest.fixture
def superuser(db: None) -> Browser:
    """Root, who may do everything."""
    return sign_in("root")


@pytest.fixture
def signed_in(db: None) -> Callable[..., Browser]:
    """Somebody else: `signed_in("eve", "curator")`."""
    return sign_in
