"""At a million rows the trail answers by its indexes: a page reads little more than it shows."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.db import connections
from django.test.utils import CaptureQueriesContext

from apps.audit.queries import list_history, list_trail
from apps.core.pagination import Page
from apps.core.services import OWNER, PRIMARY, REPLICA
from tests.builders import BUILDER
from tests.checks import forged

ROWS = 1_000_000
MOST_READ = 500  # rows for a page of 50; a third of all are the busiest actor's
BUSY, RARE, GONE = UUID(int=1), UUID(int=10_007), UUID(int=4)
ENTITY = UUID(int=2**64 + 17)

# Nine rows in ten are of three busy people who ingest; the rest are of ten thousand, who do little.
# Each of fifty thousand entities was touched twenty times. In the first tenth of the time somebody
# renamed what nobody has renamed since, and left.
TRAIL = f"""
    INSERT INTO audit_auditlog
           (id, action, user_id, actor_label, entity_type, entity_id, entity_label, metadata,
            request_id, created_at)
    SELECT ('0190' || lpad(to_hex(n), 28, '0'))::uuid,
           CASE WHEN n < {ROWS // 10} AND n % 3 = 0 THEN 'update_organization'
                WHEN n % 1000 = 0 THEN 'delete_source' WHEN n % 10 = 0 THEN 'update_source'
                ELSE 'ingest_member' END,
           lpad(to_hex(CASE WHEN n < {ROWS // 10} AND n % 3 = 0 THEN 4
                            WHEN n % 10 < 9 THEN n % 3 ELSE 10000 + n % 10000 END), 32, '0')::uuid,
           'somebody', 'source', lpad('1' || lpad(to_hex(n % 50000), 16, '0'), 32, '0')::uuid,
           'uniprot/P' || n, '{{}}', '00000000-0000-7000-8000-000000000000',
           '2020-01-01'::timestamptz + n / 4 * interval '1 minute'
      FROM generate_series(1, {ROWS}) AS n
"""  # noqa: S608  the number is ours

QUESTIONS: dict[str, Callable[..., Page[Any]]] = {
    "an entity's": partial(list_history, ENTITY),
    "an entity's, for auditors": partial(list_trail, actor=BUILDER, only={"entity_id": ENTITY}),
    "an actor's who did much": partial(list_trail, actor=BUILDER, only={"user_id": BUSY}),
    "an actor's who did little": partial(list_trail, actor=BUILDER, only={"user_id": RARE}),
    "an action's that is common": partial(
        list_trail, actor=BUILDER, only={"action": "ingest_member"}
    ),
    "an action's that is rare": partial(
        list_trail, actor=BUILDER, only={"action": "delete_source"}
    ),
    "an action's that is long past": partial(
        list_trail, actor=BUILDER, only={"action": "update_organization"}
    ),
    "an actor's who is long gone": partial(list_trail, actor=BUILDER, only={"user_id": GONE}),
    "an action's that never was": partial(
        list_trail, actor=BUILDER, only={"action": "create_planet"}
    ),
    "a big organization's": partial(list_trail, actor=BUILDER, only={"organization": "uniprot"}),
    "everybody's": partial(list_trail, actor=BUILDER),
}
# Half way down the million.
DEEP = forged("history", 0, "2020-03-28T00:00:00+00:00", str(UUID(int=0)))


def test_a_page_of_the_trail_is_read_by_an_index(committed: None) -> None:
    with connections[PRIMARY].cursor() as app, connections[OWNER].cursor() as owner:
        app.execute(TRAIL)
        owner.execute("ANALYZE audit_auditlog")

    plans = {
        f"{told}, {place}": _plan(partial(ask, cursor=cursor))
        for told, ask in QUESTIONS.items()
        for place, cursor in {"newest": "", "half way down": DEEP}.items()
    }
    assert {told: plan for told, plan in plans.items() if _scans(plan, "Seq Scan")} == {}
    assert {told: _read(plan) for told, plan in plans.items() if _read(plan) > MOST_READ} == {}
    assert all(_scans(plan, "Index Scan") for plan in plans.values())


def _plan(ask: Callable[[], object]) -> list[dict[str, Any]]:
    """The steps by which PostgreSQL answers, as it took them."""
    with CaptureQueriesContext(connections[REPLICA]) as captured:
        ask()
    (sql,) = [query["sql"] for query in captured if "audit_auditlog" in query["sql"]]
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}")
        return list(_steps(cursor.fetchone()[0][0]["Plan"]))


def _steps(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", []):
        yield from _steps(inner)


def _scans(plan: list[dict[str, Any]], kind: str) -> list[str]:
    return [step.get("Index Name", "all") for step in plan if step["Node Type"].endswith(kind)]


def _read(plan: list[dict[str, Any]]) -> int:
    """How many rows were fetched, shown or not."""
    return int(
        sum(
            step["Actual Rows"] + step.get("Rows Removed by Filter", 0)
            for step in plan
            if "Scan" in step["Node Type"]
        )
    )
