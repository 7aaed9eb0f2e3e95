"""Thousands of pins cost no more questions than ten, and little more time."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.projects import commands
from apps.projects.queries import get_lock, get_reconciliation
from apps.resolving.queries import MOST_SPECS
from tests import builders
from tests.builders import BUILDER
from tests.resolving.test_many import seed, specs

MINE: Any = {"actor": BUILDER, "owner": "lab", "name": "screen"}
NEWER = """
    INSERT INTO versions_version (id, source_id, major, minor, patch, effective_date, release_date,
        date_basis, status, published_at, created_at, updated_at)
    SELECT bdp_uuid7(), id, 9, 0, 0, day, day, 'released', 'published', now(), now(), now()
      FROM sources_source, LATERAL (SELECT date '2026-06-01' AS day) AS days
     WHERE right(slug, 1) = %s
"""


def _newer(digit: int) -> None:
    """Let a newer version of every tenth source be out."""
    with connection.cursor() as cursor:
        cursor.execute(NEWER, [str(digit)])


def _locked(count: int) -> None:
    seed(count)
    builders.organization("lab")
    commands.create_project(**MINE)
    manifest: Any = {"project": {}, "sources": specs(count), "tools": []}
    commands.update_project(**MINE, manifest=manifest)
    commands.lock_project(**MINE)


def _reconciled() -> tuple[int, Any]:
    """How many statements it took, and what was told."""
    with CaptureQueriesContext(connection) as captured:
        made = commands.reconcile_project(**MINE)
    return len(captured), get_reconciliation("lab", "screen", made, actor=BUILDER)


@pytest.mark.parametrize("count", [10, 1000])
def test_a_comparison_asks_as_much_of_ten_pins_as_of_a_thousand(db: None, count: int) -> None:
    _locked(count)
    _newer(0)

    statements, told = _reconciled()

    assert told.counts.newer == count // 10
    assert statements == 15, "what opens and ends transactions included"


def test_ten_thousand_pins_are_locked_and_compared_whole(db: None) -> None:
    _locked(MOST_SPECS)
    _newer(7)
    _, told = _reconciled()

    assert (told.counts.newer, len(told.pins)) == (MOST_SPECS // 10, MOST_SPECS)
    lock = orjson.loads(get_lock("lab", "screen", actor=BUILDER).content)
    assert len(lock["sources"]) == MOST_SPECS


def test_whoever_uses_everything_is_no_worse(db: None, person: Any) -> None:
    ada: SimpleNamespace = person("ada")
    builders.organization("lab")
    builders.source("reads", of="lab")
    builders.release("first", of="lab/reads")
    ways = [f"lab:reads@{way}" for way in ("1", "1.0", "1.0.0", "^1", "~1", "first", "latest")]
    ada.api.post("projects", {"name": "all", "watch": True})
    ada.api.send("PUT", "projects/@ada/all/manifest", body={"sources": ways, "tools": ways})
    assert ada.api.send("PUT", "projects/@ada/all/lock", body={}).status == 200

    told = ada.api.post("projects/@ada/all/reconcile", {}).body

    assert (told["in_sync"], len(told["pins"])) == (True, 14)
