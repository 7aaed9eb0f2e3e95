"""Where proteins go."""

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def uniprot(db: None) -> str:
    """An organization without a source yet."""
    return builders.organization("uniprot")
