"""Where releases go, three records to make them of, and what a release then holds."""

from typing import Any

import pytest

from apps.versions.models import Membership, Release, Version
from tests import builders
from tests.records import record

ALPHA, BETA, GAMMA = record("P00001"), record("P00002", gene="SAMP2"), record("P00003")


@pytest.fixture(autouse=True)
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def changelog(release: str) -> Any:
    return Version.objects.get(external_version=release).changelog


def members(release: str, source: str = "swissprot") -> dict[str, str]:
    held = Release.objects.get(version__external_version=release, source__slug=source)
    spans = Membership.objects.filter(releases=held.source, since__lte=held.ordinal)
    return {
        span.slug: span.version.version
        for span in spans.select_related("version")
        if span.until is None or span.until > held.ordinal
    }
