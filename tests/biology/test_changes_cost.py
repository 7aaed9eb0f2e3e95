"""What one release changed is found without a look at what all the others did."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, connections

from apps.biology import comparing
from apps.core.db import read_cursor
from apps.core.services import OWNER
from apps.sources.models import Source
from apps.versions.models import Release, Version
from tests import builders

MEMBERS, CHANGED, RELEASES = 20_000, 400, 20  # so many spans does each but the first end and begin

BEGINNING = """
INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
SELECT %(releases)s, md5('member' || number)::uuid, md5(%(ordinal)s || '.' || number)::uuid,
       'P' || number, %(ordinal)s
  FROM generate_series(%(start)s::int, %(stop)s - 1) AS number
"""
ENDING = """
UPDATE versions_membership SET until = %(ordinal)s
 WHERE until IS NULL AND releases_id = %(releases)s AND member_id IN (
       SELECT md5('member' || number)::uuid
         FROM generate_series(%(start)s::int, %(stop)s - 1) AS number)
"""


@pytest.fixture
def uniprot(committed: None) -> str:
    """What PostgreSQL is to know of a table must be committed."""
    return builders.organization("uniprot")


@pytest.fixture
def swissprot(uniprot: str) -> Iterator[Source]:
    """A release of twenty thousand members, and those after it, of which each changed a few."""
    builders.source("swissprot", source_type="bundle")
    releases = Source.objects.get(slug="swissprot")
    for ordinal in range(1, RELEASES + 1):
        builders.release(f"r{ordinal}", of="uniprot/swissprot")
        version = Version.objects.get(external_version=f"r{ordinal}")
        Release.objects.create(
            version=version, source=releases, ordinal=ordinal, members=MEMBERS, sha256=b""
        )
        place = (ordinal * CHANGED) % MEMBERS
        first = {"start": 0, "stop": MEMBERS}
        span = first if ordinal == 1 else {"start": place, "stop": place + CHANGED}
        asked: dict[str, Any] = {"releases": releases.id, "ordinal": ordinal, **span}
        with connection.cursor() as cursor:
            cursor.execute(ENDING, asked)
            cursor.execute(BEGINNING, asked)
    with connections[OWNER].cursor() as cursor:
        cursor.execute("ANALYZE versions_membership, versions_version")
    yield releases
    connections[OWNER].close()


def spans_read(plan: dict[str, Any]) -> int:
    """How many spans PostgreSQL looked at, kept or not."""
    below = sum(spans_read(each) for each in plan.get("Plans", []))
    if plan.get("Relation Name") != "versions_membership":
        return below
    looked_at = ("Actual Rows", "Rows Removed by Filter", "Rows Removed by Index Recheck")
    return below + int(sum(plan.get(each, 0) for each in looked_at) * plan["Actual Loops"])


def cost(statement: str, **asked: Any) -> int:
    with read_cursor() as rows:
        rows.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", asked)
        ((told,),) = rows.fetchall()
    return spans_read(told[0]["Plan"])


def test_is_the_changes_themselves_however_many_releases_there_are(swissprot: Source) -> None:
    asked = {"releases": swissprot.id, "change_type": None, "place": None}
    for a, b in ((1, 2), (RELEASES // 2, RELEASES // 2 + 1), (RELEASES - 1, RELEASES)):
        page = comparing.statement(first=False, backwards=False)
        assert cost(page, **asked, a=a, b=b, limit=51) <= 2 * CHANGED
        assert cost(comparing.counting(first=False), **asked, a=a, b=b, limit=None) <= 2 * CHANGED
    first = comparing.statement(first=True, backwards=False)
    assert cost(first, **asked, a=0, b=1, limit=51) <= 2 * 51
