"""What PostgreSQL itself refuses, whoever asks: published content stays as it is."""

from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from apps.core.services import OWNER, PRIMARY
from apps.versions.models import Version, VersionState
from tests import builders
from tests.checks import broken_rule

TABLES = ["versions_version", "version_states"]
MAY_MOVE = {"status", "reason", "superseded_by", "updated_at"}
CONTENT = [
    field.column
    for field in Version._meta.concrete_fields
    if not field.generated and field.column not in MAY_MOVE
]

ANOTHER_VALUE = {
    "UUIDField": "gen_random_uuid()",
    "ForeignKey": "gen_random_uuid()",
    "IntegerField": "coalesce({column}, 0) + 1",
    "BigIntegerField": "coalesce({column}, 0) + 1",
    "CharField": "coalesce({column}, '') || 'x'",
    "TextField": "coalesce({column}, '') || 'x'",
    "DateField": "coalesce({column}, current_date) + 1",
    "DateTimeField": "coalesce({column}, now()) + interval '1 day'",
    "JSONField": '\'{{"bump": "major"}}\'',
}

EVERY_MOVE = {
    (before, after)
    for before in ("published", "deprecated", "yanked")
    for after in ("draft", "published", "deprecated", "yanked", "forgotten")
    if before != after
}
LAWFUL = {
    ("published", "deprecated"), ("published", "yanked"), ("deprecated", "yanked"),
    ("yanked", "published"), ("yanked", "deprecated"),
}  # fmt: skip


def run(statement: str, *values: Any) -> int:
    """Run a statement as the program does; how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.rowcount)


def refused_by(statement: str, *values: Any) -> str:
    """The name of the rule that refuses a statement, or what PostgreSQL says instead."""
    with pytest.raises(DatabaseError) as refusal:
        run(statement, *values)
    return broken_rule(refusal.value) or str(refusal.value)


def changing(column: str) -> str:
    """A statement that gives one version's column another value of its kind."""
    (field,) = [field for field in Version._meta.concrete_fields if field.column == column]
    value = ANOTHER_VALUE[field.get_internal_type()].format(column=column)
    return f"UPDATE versions_version SET {column} = {value} WHERE id = %s"  # noqa: S608


@pytest.fixture
def published(sprot: str) -> UUID:
    return builders.release("2024_01", on="2024-01-24").id


@pytest.fixture
def draft(sprot: str) -> UUID:
    return builders.draft("2024_02").id


class TestPublishedContent:
    def test_is_guarded_against_the_program_itself(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT current_user")
            assert cursor.fetchone() == (settings.DATABASES[PRIMARY]["USER"],)

    @pytest.mark.parametrize("column", CONTENT)
    def test_never_changes(self, published: UUID, column: str) -> None:
        assert refused_by(changing(column), published) == "version_published_never_changes"

    @pytest.mark.parametrize("fate", ["deprecated", "yanked"])
    def test_never_changes_whatever_became_of_it(self, sprot: str, fate: str) -> None:
        version = builders.stand(builders.release("2024_01"), fate).id

        assert refused_by(changing("license"), version) == "version_published_never_changes"

    def test_never_goes(self, published: UUID) -> None:
        statement = "DELETE FROM versions_version WHERE id = %s"

        assert refused_by(statement, published) == "version_published_stays"

    def test_goes_not_even_with_all_the_rest(self, published: UUID) -> None:
        for table in TABLES:
            assert "permission denied" in refused_by(f"TRUNCATE {table} CASCADE")

    @pytest.mark.django_db(databases=[OWNER])
    @pytest.mark.parametrize("table", TABLES)
    def test_is_guarded_against_its_owner_too(self, table: str) -> None:
        with (
            pytest.raises(DatabaseError) as refusal,
            transaction.atomic(using=OWNER),
            connections[OWNER].cursor() as cursor,
        ):
            cursor.execute(f"TRUNCATE {table} CASCADE")

        assert broken_rule(refusal.value) in {
            "version_published_stays",
            "version_states_append_only",
        }

    def test_may_be_written_over_with_itself(self, published: UUID) -> None:
        statement = "UPDATE versions_version SET release_date = release_date WHERE id = %s"

        assert run(statement, published) == 1


class TestWhatMayMove:
    @pytest.mark.parametrize(("before", "after"), sorted(EVERY_MOVE))
    def test_is_the_status_along_lawful_ways(self, sprot: str, before: str, after: str) -> None:
        version = builders.stand(builders.release("2024_01"), before).id
        statement = "UPDATE versions_version SET status = %s, reason = 'a reason' WHERE id = %s"

        if (before, after) in LAWFUL:
            assert run(statement, after, version) == 1
        else:
            assert refused_by(statement, after, version) == "version_status_moves"

    def test_is_the_reason_and_the_successor(self, published: UUID) -> None:
        statement = """
            UPDATE versions_version SET reason = 'r', superseded_by = 's', updated_at = now()
             WHERE id = %s
        """

        assert run(statement, published) == 1

    @pytest.mark.parametrize("status", ["deprecated", "yanked"])
    def test_is_no_status_without_a_reason(self, published: UUID, status: str) -> None:
        statement = "UPDATE versions_version SET status = %s WHERE id = %s"

        assert refused_by(statement, status, published) == "version_reason_given"


class TestDrafts:
    @pytest.mark.parametrize("column", ["external_version", "release_notes", "major", "seen_on"])
    def test_may_change(self, draft: UUID, column: str) -> None:
        assert run(changing(column), draft) == 1

    def test_may_go(self, draft: UUID) -> None:
        assert run("DELETE FROM versions_version WHERE id = %s", draft) == 1

    def test_are_dated_before_they_are_published(self, draft: UUID) -> None:
        statement = "UPDATE versions_version SET status = 'published' WHERE id = %s"

        assert refused_by(statement, draft) == "version_published_is_dated"

    @pytest.mark.parametrize("status", ["deprecated", "yanked", "lost"])
    def test_are_published_before_they_are_anything_else(self, draft: UUID, status: str) -> None:
        statement = """
            UPDATE versions_version SET status = %s, reason = 'r', published_at = now(),
                   date_basis = 'seen', seen_on = current_date, effective_date = current_date
             WHERE id = %s
        """

        assert refused_by(statement, status, draft) == "version_status_moves"

    def test_count_from_the_day_their_basis_names(self, draft: UUID) -> None:
        statement = """
            UPDATE versions_version SET status = 'published', published_at = now(),
                   date_basis = 'released', effective_date = '1999-01-01' WHERE id = %s
        """

        assert refused_by(statement, draft) == "version_dated_by_its_basis"


class TestVersionStates:
    @pytest.mark.parametrize(
        "statement",
        [
            "UPDATE version_states SET at = now()",
            "UPDATE version_states SET reason = 'r'",
            "DELETE FROM version_states",
        ],
    )
    def test_are_not_the_programs_to_rewrite(self, published: UUID, statement: str) -> None:
        assert "permission denied" in refused_by(statement)

    def test_are_written_by_postgresql_alone(self, published: UUID) -> None:
        statement = """
            INSERT INTO version_states (id, version_id, status, at)
            VALUES (gen_random_uuid(), %s, 'yanked', now())
        """

        assert "permission denied" in refused_by(statement, published)

    def test_are_kept_whoever_moves_a_version(self, published: UUID) -> None:
        statement = "UPDATE versions_version SET status = 'yanked', reason = 'r' WHERE id = %s"
        assert run(statement, published) == 1

        states = VersionState.objects.filter(version_id=published).order_by("at", "id")
        assert [state.status for state in states] == ["published", "yanked"]


class TestAddresses:
    @pytest.mark.parametrize(
        ("statement", "rule"),
        [
            (
                "UPDATE organizations_organization SET slug = 'x'",
                "organizations_organization_fixed",
            ),
            ("UPDATE sources_source SET slug = 'x'", "sources_source_fixed"),
            (
                "UPDATE sources_source SET organization_id = gen_random_uuid()",
                "sources_source_fixed",
            ),
        ],
    )
    def test_once_given_stay(self, published: UUID, statement: str, rule: str) -> None:
        assert refused_by(statement) == rule
