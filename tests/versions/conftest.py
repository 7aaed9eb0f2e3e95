"""Where versions stand in these tests, and what has become of them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from apps.versions import queries
from apps.versions.dtos import VersionDetail
from apps.versions.models import VersionState
from tests import builders

SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}
OLD: dict[str, Any] = {**SPROT, "version": "2024_01"}
SUCCESSOR = "uniprot:sprot@1.1.0"
MAY, JUNE, JULY, AUGUST = (datetime(2024, month, 1, tzinfo=UTC) for month in (5, 6, 7, 8))
PUBLISHED = MAY + timedelta(microseconds=1)  # a draft of MAY became it: no instant comes twice


@pytest.fixture
def sprot(db: None) -> str:
    """The path of uniprot/sprot, a source without versions yet."""
    builders.organization("uniprot")
    return builders.source("sprot")


@pytest.fixture
def two_releases(sprot: str) -> None:
    """Of January and March, both published in May."""
    with builders.at(MAY):
        builders.release("2024_01", on="2024-01-24")
        builders.release("2024_02", on="2024-03-27")


def shown(version: str = "2024_01") -> VersionDetail:
    return queries.get_version(**SPROT, version=version, actor=builders.STRANGER)


def stood() -> list[tuple[str, str | None, str | None, datetime]]:
    """The states of 2024_01 in their order: what, why, followed by whom, from when."""
    rows = VersionState.objects.filter(version__external_version="2024_01").order_by("at")
    return list(rows.values_list("status", "reason", "superseded_by", "at"))
