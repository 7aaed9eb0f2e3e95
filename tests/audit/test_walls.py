"""Whether grants guard the trail, or triggers alone: asked of PostgreSQL, not read off names."""

import pytest
from django.conf import settings
from django.db import connections

from apps.core.services import OWNER, PRIMARY
from bdp.checks import the_trail_has_two_walls
from bdp.grants import may_rewrite_the_trail, owner_role, program_role
from tests.clients import Api


def test_with_two_roles_the_program_may_not_rewrite_the_trail_whatever_their_names(
    two_roles: None, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.DATABASES[OWNER], "USER", program_role())
    assert not may_rewrite_the_trail()
    assert the_trail_has_two_walls() == []
    assert Api().get("/health/ready").body["trail"] == "grants and triggers"


@pytest.mark.parametrize("right", ["UPDATE", "DELETE", "TRUNCATE", "UPDATE (actor_label)"])
def test_a_right_too_many_is_told(committed: None, right: str) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(f"GRANT {right} ON audit_auditlog TO {program_role()}")
    assert may_rewrite_the_trail()
    assert [told.id for told in the_trail_has_two_walls()] == ["bdp.W001"]
    assert Api().get("/health/ready").body["trail"] == "triggers alone"


def test_a_program_that_connects_as_the_owner_is_told(committed: None) -> None:
    place, before = connections[PRIMARY].settings_dict, connections[PRIMARY].settings_dict["USER"]
    connections.close_all()
    place["USER"] = owner_role()
    try:
        assert may_rewrite_the_trail()
        assert [told.id for told in the_trail_has_two_walls()] == ["bdp.W001"]
    finally:
        connections.close_all()
        place["USER"] = before


def test_without_a_database_the_names_of_the_roles_are_compared(
    two_roles: None, database_away: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert the_trail_has_two_walls() == []
    monkeypatch.setitem(settings.DATABASES[OWNER], "USER", program_role())
    assert [told.id for told in the_trail_has_two_walls()] == ["bdp.W001"]
