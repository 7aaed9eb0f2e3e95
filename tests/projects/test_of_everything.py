"""Somebody watches everything: ten thousand sources, while two hundred of them move at once."""

import tracemalloc
from typing import Any

from apps.events.carrying import deliver_all
from apps.events.models import Event
from apps.projects import commands
from apps.projects.models import Reconciliation
from apps.projects.watching import compare_next
from apps.resolving.queries import MOST_SPECS
from tests import builders
from tests.builders import BUILDER
from tests.events.told import settle
from tests.projects.watchers import make_due, touched
from tests.resolving.test_many import seed

MINE: Any = {"actor": BUILDER, "owner": "lab", "name": "all"}
BURST = 200
MOST_MEMORY = 200 * 1024**2  # bytes


def test_a_burst_is_one_comparison_in_bounded_memory(db: None) -> None:
    seed(MOST_SPECS)
    builders.organization("lab")
    commands.create_project(**MINE, watch=True)
    every = [f"uniprot:S{n}" for n in range(1, MOST_SPECS + 1)]
    manifest: Any = {"project": {}, "sources": every, "tools": []}
    commands.update_project(**MINE, manifest=manifest)
    commands.lock_project(**MINE)
    settle()
    deliver_all()

    for n in range(1, BURST + 1):
        builders.release("next", of=f"uniprot/S{n}", on="2026-06-01")
    settle()
    deliver_all()
    assert touched() == ["all"]
    make_due()
    tracemalloc.start()
    compared = sum(1 for _ in iter(compare_next, False))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert compared == Reconciliation.objects.count() == 1
    assert Reconciliation.objects.get().counts["newer"] == BURST
    told = Event.objects.get(type="org.bdp.project.reconciled").data["resource"]
    assert (len(told["pins"]), told["pins_left_out"]) == (BURST, 0)
    assert most < MOST_MEMORY
