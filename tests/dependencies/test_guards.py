"""What PostgreSQL itself refuses, whoever asks: what a published version depends on stays."""

from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, connections, transaction

from apps.core.services import OWNER
from apps.versions.dtos import VersionRef
from tests import builders
from tests.checks import broken_rule

SET = "INSERT INTO dependencies_dependency (id, version_id, depends_on_id, kind)"
SET_ANOTHER = """
    INSERT INTO dependencies_dependency (id, version_id, depends_on_id, kind)
    SELECT bdp_uuid7(), %s, id, 'optional' FROM versions_version WHERE minor = 1
"""
TAKE = "DELETE FROM dependencies_dependency WHERE version_id = %s"
PUBLISH = """
    UPDATE versions_version SET status = 'published', published_at = now(),
           effective_date = current_date, date_basis = 'published' WHERE id = %s
"""


@pytest.fixture
def needed(db: None) -> VersionRef:
    """A draft."""
    builders.organization("uniprot")
    builders.source("go")
    return builders.draft("a", of="uniprot/go")


@pytest.fixture
def needing(needed: VersionRef) -> VersionRef:
    """A draft that depends on it."""
    builders.source("goa")
    made = builders.draft("a", of="uniprot/goa")
    depend(made.id, needed.id)
    return made


def run(statement: str, *values: Any) -> int:
    """Run a statement as the program does; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def depend(version: UUID, on: UUID, kind: str = "required") -> None:
    """Write down that one version depends on another, as the program does."""
    run(f"{SET} VALUES (bdp_uuid7(), %s, %s, %s)", version, on, kind)


def refused_by(statement: str, *values: Any) -> str:
    """The name of the rule that refuses a statement, or what PostgreSQL says instead."""
    with pytest.raises(DatabaseError) as refusal:
        run(statement, *values)
    return broken_rule(refusal.value) or str(refusal.value)


def test_a_draft_may_gain_and_lose_what_it_depends_on(needing: VersionRef) -> None:
    assert run(TAKE, needing.id) == 1


def test_what_a_draft_depends_on_is_written_once(needing: VersionRef, needed: VersionRef) -> None:
    again = f"{SET} VALUES (bdp_uuid7(), %s, %s, 'optional')"
    assert refused_by(again, needing.id, needed.id) == "dependency_unique"
    assert refused_by(again, needing.id, needing.id) == "dependency_not_of_itself"


def test_no_dependency_has_another_kind(needing: VersionRef, needed: VersionRef) -> None:
    run(TAKE, needing.id)
    member = f"{SET} VALUES (bdp_uuid7(), %s, %s, 'member')"
    assert refused_by(member, needing.id, needed.id) == "dependency_kind_known"


def test_a_draft_is_published_only_after_what_it_depends_on(
    needing: VersionRef, needed: VersionRef
) -> None:
    assert refused_by(PUBLISH, needing.id) == "version_dependencies_published"
    run(PUBLISH, needed.id)
    assert run(PUBLISH, needing.id) == 1


@pytest.mark.parametrize(
    "statement",
    [
        TAKE,
        "UPDATE dependencies_dependency SET kind = 'optional' WHERE version_id = %s",
        SET_ANOTHER,
    ],
)
def test_what_a_published_version_depends_on_stays(
    needing: VersionRef, needed: VersionRef, statement: str
) -> None:
    run(PUBLISH, needed.id)
    run(PUBLISH, needing.id)
    builders.release("b", of="uniprot/go")
    run("SET CONSTRAINTS ALL IMMEDIATE")
    assert refused_by(statement, needing.id) == "dependency_stays"


@pytest.mark.django_db(databases=[OWNER])
def test_not_even_their_owner_empties_them_out() -> None:
    with (
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(using=OWNER),
        connections[OWNER].cursor() as cursor,
    ):
        cursor.execute("TRUNCATE dependencies_dependency")
    assert broken_rule(refusal.value) == "dependency_stays"


def test_what_something_depends_on_is_not_thrown_away(
    needing: VersionRef, needed: VersionRef
) -> None:
    gone = "DELETE FROM versions_version WHERE id = %s"
    assert refused_by(gone, needed.id) == "dependency_depends_on_exists"
