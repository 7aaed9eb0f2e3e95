"""Where versions stand in these tests."""

import pytest

from tests import builders


@pytest.fixture
def sprot(db: None) -> str:
    """The path of uniprot/sprot, a source without versions yet."""
    builders.organization("uniprot")
    return builders.source("sprot")
