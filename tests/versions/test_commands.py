"""Each command on drafts: what it makes readable, the trace it leaves, and what it refuses."""

from datetime import date
from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import InvalidRequest
from apps.organizations import commands as organizations
from apps.organizations.errors import OrganizationNotFound
from apps.sources.errors import SourceNotFound
from apps.versions import commands, queries
from apps.versions.dtos import VersionDetail
from apps.versions.errors import (
    DuplicateExternalVersion,
    DuplicateNumber,
    NotDraft,
    VersionNotFound,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace

pytestmark = pytest.mark.usefixtures("sprot")

SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}
JANUARY = date(2024, 1, 24)
FATES = ["published", "deprecated", "yanked"]


def shown(version: str) -> VersionDetail:
    """A version as those see it who may see all."""
    return queries.get_version(**SPROT, version=version, actor=builders.BUILDER)


class TestCreateVersion:
    def test_begins_a_draft(self, actor: Actor) -> None:
        commands.create_version(
            actor=actor,
            **SPROT,
            external_version="2024_01",
            release_date=JANUARY,
            release_notes="More.",
        )

        draft = shown("2024_01")
        assert (draft.status, draft.version, draft.published_at) == ("draft", "1.0.0", None)
        assert (draft.release_date, draft.release_notes) == (JANUARY, "More.")

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        with leaves_trace("create_version", "version.created") as row:
            made = commands.create_version(
                actor=actor,
                **SPROT,
                external_version="2024_01",
                release_date=JANUARY,
                reason="monthly",
            )

        assert (row.user_id, row.request_id) == (actor.user_id, actor.request_id)
        assert (row.entity_type, row.entity_id) == ("version", made.id)
        assert row.entity_label == "uniprot/sprot@1.0.0"
        after = {"external_version": "2024_01", "release_date": "2024-01-24"}
        assert row.metadata == {
            "after": {"version": "1.0.0", "status": "draft", **after},
            "reason": "monthly",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, api: Any) -> None:
        with leaves_trace("create_version", "version.created") as row:
            made = commands.create_version(actor=actor, **SPROT, external_version="2024_01")

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data == {
            "id": str(made.id),
            "actor": {"id": str(actor.user_id), "label": "curie"},
            "resource": api.get("sources/uniprot/sprot/versions/1.0.0").body,
        }

    @pytest.mark.parametrize(
        ("scheme", "names", "numbers"),
        [
            ("sequential", ["r1", "r2"], ["1.0.0", "1.1.0"]),
            ("semver", ["v2.1", "x"], ["2.1.0", "2.2.0"]),
            ("calendar", ["2023_05", "2024_01"], ["1.0.0", "2.0.0"]),
            ("assembly", ["GRCh38.p14", "GRCm39"], ["1.14.0", "2.0.0"]),
        ],
    )
    def test_numbers_by_the_scheme_of_its_organization(
        self, actor: Actor, scheme: Any, names: list[str], numbers: list[str]
    ) -> None:
        organizations.update_organization(
            actor=actor, organization="uniprot", version_scheme=scheme
        )

        assert [builders.draft(name).version for name in names] == numbers

    def test_goes_by_the_publishers_day_where_the_scheme_asks(self, actor: Actor) -> None:
        organizations.update_organization(
            actor=actor, organization="uniprot", version_scheme="calendar"
        )

        days = ("2022-05-04", "2022-12-31", "2023-01-01")
        assert [builders.draft(on=day).version for day in days] == ["1.0.0", "1.1.0", "2.0.0"]

    def test_takes_the_number_it_is_given(self, actor: Actor) -> None:
        made = commands.create_version(actor=actor, **SPROT, number="4.2.1")

        assert made.version == shown("4.2.1").version == "4.2.1"
        assert builders.draft().version == "4.3.0"

    @pytest.mark.parametrize(
        "number",
        ["", "1", "1.2", "v1.2.3", "1.2.3.4", "01.2.3", "1.0.2147483648", "1.0.1000000000"],
    )
    def test_refuses_what_is_no_number(self, actor: Actor, number: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidRequest) as refusal:
            commands.create_version(actor=actor, **SPROT, number=number)

        assert [error.field for error in refusal.value.errors] == ["version"]

    def test_can_always_count_on(self, actor: Actor) -> None:
        highest = "999999999.999999999.999999999"
        commands.create_version(actor=actor, **SPROT, number=highest)

        made = builders.draft("next")

        assert shown(made.version).external_version == "next"

    @pytest.mark.parametrize("status", ["draft", *FATES])
    def test_refuses_a_taken_number(self, actor: Actor, status: str) -> None:
        if status == "draft":
            builders.draft(number="2.0.0")
        else:
            builders.stand(builders.release(number="2.0.0"), status)

        with (
            leaves_no_trace(),
            pytest.raises(DuplicateNumber, match=r"already has a version 2\.0\.0"),
        ):
            commands.create_version(actor=actor, **SPROT, number="2.0.0")

    def test_refuses_a_taken_name(self, actor: Actor) -> None:
        builders.release("2024_01")

        with leaves_no_trace(), pytest.raises(DuplicateExternalVersion):
            commands.create_version(actor=actor, **SPROT, external_version="2024_01")

    def test_takes_numbers_and_names_of_other_sources(self, actor: Actor) -> None:
        builders.release("2024_01", number="2.0.0")
        builders.source("trembl")

        made = builders.release("2024_01", of="uniprot/trembl", number="2.0.0")

        assert made.version == "2.0.0"

    def test_takes_many_without_a_name(self) -> None:
        assert [builders.draft().version for _ in range(3)] == ["1.0.0", "1.1.0", "1.2.0"]

    @pytest.mark.parametrize(
        "name", ["GRCh38.p14", "2024-01-24", "ä 蛋", "a:b", "r" * 64, "Latest"]
    )
    def test_takes_every_name_that_can_be_addressed(self, actor: Actor, name: str) -> None:
        commands.create_version(actor=actor, **SPROT, external_version=name)

        assert shown(name).external_version == name

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(SourceNotFound):
            commands.create_version(actor=actor, organization="uniprot", source="nothing")
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.create_version(actor=actor, organization="nobody", source="sprot")


class TestUpdateVersion:
    @pytest.fixture(autouse=True)
    def _draft(self, sprot: str) -> None:
        builders.draft("2024_01", release_notes="More.")

    def test_changes_what_is_given_and_nothing_else(self, actor: Actor) -> None:
        before = shown("2024_01")

        commands.update_version(
            actor=actor, **SPROT, version="1.0.0", external_version="2024_02", release_date=JANUARY
        )

        after = shown("2024_02")
        assert (after.release_date, after.effective_date) == (JANUARY, JANUARY)
        assert (after.id, after.version, after.release_notes) == (before.id, "1.0.0", "More.")
        assert after.updated_at > before.updated_at

    def test_keeps_the_old_values_in_the_trail(self, actor: Actor) -> None:
        with leaves_trace("update_version", "version.updated") as row:
            commands.update_version(
                actor=actor,
                **SPROT,
                version="1.0.0",
                release_date=JANUARY,
                release_notes=None,
                reason="dated",
            )

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot/sprot@1.0.0")
        assert row.metadata == {
            "before": {"release_date": None, "release_notes": "More."},
            "after": {"release_date": "2024-01-24", "release_notes": None},
            "reason": "dated",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, api: Any) -> None:
        with leaves_trace("update_version", "version.updated") as row:
            commands.update_version(actor=actor, **SPROT, version="1.0.0", release_notes="New.")

        assert row.event.subject == "sources/uniprot/sprot/versions/1.0.0"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == api.get(row.event.subject).body

    @pytest.mark.parametrize(
        "changes",
        [{}, {"external_version": "2024_01"}, {"release_date": None}],
    )
    def test_writes_nothing_where_all_is_so_already(
        self, actor: Actor, changes: dict[str, Any]
    ) -> None:
        before = shown("1.0.0")

        with leaves_no_trace():
            commands.update_version(actor=actor, **SPROT, version="1.0.0", **changes)

        assert shown("1.0.0") == before

    @pytest.mark.parametrize("fate", FATES)
    def test_refuses_what_is_published(self, actor: Actor, fate: str) -> None:
        builders.stand(builders.release("2024_02"), fate)

        with leaves_no_trace(), pytest.raises(NotDraft, match=f"is {fate}"):
            commands.update_version(actor=actor, **SPROT, version="2024_02", release_notes="Less.")

    def test_refuses_a_name_that_is_taken(self, actor: Actor) -> None:
        builders.draft("2024_02", number="2.0.0")
        before = shown("1.0.0")

        with leaves_no_trace(), pytest.raises(DuplicateExternalVersion):
            commands.update_version(
                actor=actor, **SPROT, version="1.0.0", external_version="2024_02"
            )
        assert shown("1.0.0") == before

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(VersionNotFound):
            commands.update_version(actor=actor, **SPROT, version="9.9.9")


@pytest.mark.parametrize("name", ["2024\u200b_01", "2024\u202e_01", "\ufeff2024"])
def test_no_publishers_name_is_invisible(actor: Actor, sprot: str, name: str) -> None:
    with leaves_no_trace(), pytest.raises(InvalidRequest, match="cannot be printed"):
        commands.create_version(actor=actor, **SPROT, external_version=name)
