"""Projects in the admin: found, narrowed, and readable however much they name."""

from typing import Any

import pytest
from django.db import connections

from apps.core.services import PRIMARY
from apps.projects import commands
from apps.projects.models import Project, ProjectLock, Reconciliation
from tests.admin.browser import Browser
from tests.admin.test_lists import asked
from tests.builders import BUILDER, organization, release, source

MANY = """
    INSERT INTO projects_project (id, organization_id, owner, owner_id, name, watch, manifest,
                                  created_at, updated_at)
    SELECT bdp_uuid7(), owner.id, owner.slug, owner.id, 'many-' || n, n %% 2 = 0,
           jsonb_build_object('sources', jsonb_build_array('lab:reads@' || n)), now(), now()
      FROM generate_series(1, %s) AS n, organizations_organization AS owner WHERE slug = 'lab'
"""
LOCKS = """
    INSERT INTO projects_projectlock (id, project_id, number, content_id, checksum, pins, added,
                                      changed, removed, difference, locked_by, created_at)
    SELECT bdp_uuid7(), project_id, number + n + 1, content_id, checksum, pins, added, changed,
           removed, difference, locked_by, created_at
      FROM projects_projectlock, generate_series(1, %s) AS n WHERE number = 1
"""
RECONCILIATIONS = """
    INSERT INTO projects_reconciliation (id, project_id, lock_id, in_sync, counts, pins,
                                         reconciled_by, created_at)
    SELECT bdp_uuid7(), project_id, lock_id, in_sync, counts, pins, reconciled_by, created_at
      FROM projects_reconciliation, generate_series(1, %s) AS n
"""
LISTS = {"project": MANY, "projectlock": LOCKS, "reconciliation": RECONCILIATIONS}
SPECS = [f"lab:reads@>=1,<{n}" for n in range(1000, 1250)]


@pytest.fixture
def screen(db: None) -> str:
    """A project of 250 pins, all of which moved; returns its id."""
    organization("lab")
    source("reads", of="lab")
    release("first", of="lab/reads", on="2026-01-01")
    mine: Any = {"actor": BUILDER, "owner": "lab", "name": "Screen"}
    commands.create_project(**mine, watch=True)
    for specs in (SPECS[:1], SPECS):
        manifest: Any = {"project": {}, "sources": specs, "tools": []}
        commands.update_project(**mine, manifest=manifest)
        commands.lock_project(**mine)
    release("second", of="lab/reads", on="2026-02-01")
    commands.reconcile_project(**mine)
    return str(Project.objects.get().pk)


def _more(statement: str, count: int) -> None:
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute(statement, [count])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_the_same_of_ten_and_of_a_thousand(
    curator: Browser, screen: str, name: str
) -> None:
    at = f"projects/{name}/"
    curator.open(at)
    few = asked(curator, at)
    _more(LISTS[name], 1000)

    assert asked(curator, at) == few
    assert curator.open(at).text.count('class="action-checkbox"') <= 100
    assert len(curator.open(at).text) < 150_000, "and nothing long stands in it"


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("lab", 3),
        ("screen", 1),
        ("lab/SCREEN", 1),
        ("lab/many-2", 1),
        ("other/screen", 0),
        ("/", 0),
    ],
)
def test_a_project_is_found_by_its_owner_and_name(
    curator: Browser, screen: str, sought: str, found: int
) -> None:
    _more(MANY, 2)

    page = curator.open("projects/project/", q=sought)

    assert page.text.count('class="field-name"') == found


def test_projects_are_narrowed_to_those_that_are_watched_or_never_locked(
    curator: Browser, screen: str
) -> None:
    _more(MANY, 3)
    for standing, found in (("watched", 2), ("unlocked", 3)):
        page = curator.open("projects/project/", standing=standing)
        assert page.text.count('class="field-name"') == found


def test_of_what_is_long_the_beginning_is_shown(curator: Browser, screen: str) -> None:
    lock, result = ProjectLock.objects.get(number=2).pk, Reconciliation.objects.get().pk
    for at, more in (
        (f"projects/project/{screen}/change/", 150),
        (f"projects/projectlock/{lock}/change/", 149),
        (f"projects/reconciliation/{result}/change/", 150),
    ):
        page = curator.open(at)
        assert f"and {more} more" in page.text
        assert "lab:reads@&gt;=1,&lt;1050" in page.text


def test_every_spec_that_cannot_be_locked_is_told(curator: Browser, screen: str) -> None:
    mine: Any = {"actor": BUILDER, "owner": "lab", "name": "Screen"}
    lost = [f"lab:lost{n}" for n in range(22)]
    manifest: Any = {"project": {}, "sources": ["lab:reads", *lost], "tools": []}
    commands.update_project(**mine, manifest=manifest)

    page = curator.send(f"projects/project/{screen}/do/lock/", {"confirmed": "1"})

    assert "22 of 23 specs cannot be resolved" in page.text
    assert all(f"“lab:lost{n}”: The registry has no lab:lost{n}." in page.text for n in range(20))
    assert "There are 2 more." in page.text
    assert ProjectLock.objects.count() == 2
