"""The reading side knows the registry's reserved words without knowing its tables."""

from apps.core.references import RESERVED
from apps.ingestion.catalogue.texts import RESERVED_SLUGS


def test_they_are_those_of_organizations() -> None:
    assert set(RESERVED) == RESERVED_SLUGS
