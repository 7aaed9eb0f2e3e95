"""The pages of projects, for those who may see them: what is locked, what became of it, and how
to cite it."""

from typing import Any

import orjson

from apps.citing.queries import get_lock_citation
from apps.core.actor import Actor
from apps.core.errors import NotFound
from apps.projects.dtos import ReconciledPin, ReconciliationDetail
from apps.projects.pinning import entries
from apps.projects.queries import (
    get_lock,
    get_manifest,
    get_project,
    get_reconciliation,
    list_locks,
    list_project_history,
    list_projects,
    list_reconciliations,
)
from bdp.pages.answers import Shown, page
from bdp.pages.asked import Question
from bdp.pages.pieces import piece

LINES, PINS, MOST_CITED, LATEST, EVENTS = 50, 100, 500, 5, 10
STYLES = ("text", "bibtex")
GRAVEST = ("yanked", "missing", "deprecated", "newer")


@page("pages/projects.html")
def projects(asked: Question) -> Shown:
    """The projects that one may see."""
    return Shown(content={"projects": list_projects(actor=asked.actor, **asked.window(LINES))})


@page("pages/project.html")
def project(asked: Question, owner: str, name: str) -> Shown:
    """One project: what it uses, what of that is locked, and what became of it since."""
    found = get_project(owner, name, actor=asked.actor)
    at: Any = (found.owner, found.name)
    history = list_project_history(*at, actor=asked.actor, **asked.window(EVENTS, cursor="history"))
    about = _locked(asked, *at) if found.locked_at else _used(asked, *at)
    return Shown(content={"project": found, "history": history, **about})


def _used(asked: Question, owner: str, name: str) -> dict[str, Any]:
    """What the manifest of a project names that has no lock yet."""
    manifest = get_manifest(owner, name, actor=asked.actor)
    return {"specs": piece(asked, "pins", (*manifest.sources, *manifest.tools), PINS)}


def _locked(asked: Question, owner: str, name: str) -> dict[str, Any]:
    """The last lock, line by line, and how to cite all of it where it is not too long to."""
    kept = get_lock(owner, name, actor=asked.actor)
    lock = orjson.loads(kept.content)
    pins = entries(lock)
    cited = {}
    if len(pins) <= MOST_CITED:
        cited = {
            style: get_lock_citation(origin=asked.origin, style=style, **lock)  # type: ignore[arg-type]
            for style in (*STYLES, "availability")
        }
    return {
        "lock": kept,
        "checksum": lock["checksum"],
        "pins": piece(asked, "pins", pins, PINS),
        "locks": list_locks(owner, name, actor=asked.actor, limit=LATEST).results,
        "cited": cited,
        **_compared(asked, owner, name),
    }


def _compared(asked: Question, owner: str, name: str) -> dict[str, Any]:
    """What the last reconciliation says, if there was one, and a piece of what moved."""
    if (last := _last(owner, name, asked.actor)) is None:
        return {}
    moved = sorted((pin for pin in last.pins if pin.status in GRAVEST), key=_gravity)
    return {"reconciled": last, "moved": piece(asked, "moved", moved, PINS)}


def _gravity(pin: ReconciledPin) -> int:
    return GRAVEST.index(pin.status)


def _last(owner: str, name: str, actor: Actor) -> ReconciliationDetail | None:
    """The last reconciliation, if there was one."""
    try:
        (last, *_) = list_reconciliations(owner, name, actor=actor, limit=1).results
        return get_reconciliation(owner, name, last.id, actor=actor)
    except (NotFound, ValueError):
        return None
