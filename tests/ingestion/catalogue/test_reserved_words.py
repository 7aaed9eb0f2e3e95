"""The reading side knows the registry's reserved words without knowing its tables."""

from apps.ingestion.catalogue.texts import RESERVED_SLUGS
from apps.organizations.models import RESERVED


def test_they_are_those_of_organizations() -> None:
    assert set(RESERVED) == RESERVED_SLUGS
