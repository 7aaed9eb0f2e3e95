"""Each command: what it makes readable, the trace it leaves, and what it refuses."""

from typing import Any

import pytest

from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.policy import Role
from apps.core.actor import Actor
from apps.core.errors import InvalidRequest, ReasonRequired
from apps.organizations import commands, queries
from apps.organizations.errors import (
    DuplicateSlug,
    InvalidName,
    InvalidSlug,
    OrganizationHasSources,
    OrganizationNotFound,
    SystemOrganization,
)
from tests import builders
from tests.conftest import leaves_no_trace, leaves_trace

PROFILE: dict[str, Any] = {
    "description": "Proteins and what is known of them.",
    "website": "https://www.uniprot.org",
    "logo_url": "https://www.uniprot.org/logo.svg",
    "contact_email": "help@uniprot.org",
    "documentation_url": "https://www.uniprot.org/help",
    "data_source_url": "https://ftp.uniprot.org/pub",
    "license": "CC-BY-4.0",
    "citation": "The UniProt Consortium",
    "version_scheme": "calendar",
    "versioning_strategy": {"default_bump": "minor"},
}


@pytest.fixture
def uniprot(db: None) -> str:
    return builders.organization("uniprot")


def roles(organization: str = "uniprot") -> dict[str, str]:
    """Who is what in an organization."""
    return {member.username: member.role for member in queries.list_members(organization).results}


class TestCreateOrganization:
    def test_makes_it_readable(self, actor: Actor) -> None:
        commands.create_organization(actor=actor, slug="uniprot", name="UniProt", **PROFILE)

        shown = queries.get_organization("uniprot")
        assert (shown.slug, shown.name, shown.is_system) == ("uniprot", "UniProt", False)
        assert {field: getattr(shown, field) for field in PROFILE} == PROFILE

    def test_says_who_did_what_and_why(self, actor: Actor) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            made = commands.create_organization(
                actor=actor, slug="uniprot", name="UniProt", license="CC0-1.0", reason="asked for"
            )

        assert (row.user_id, row.actor_label) == (actor.user_id, "curie")
        assert (row.request_id, row.token_id) == (actor.request_id, None)
        assert (row.entity_type, row.entity_id, row.entity_label) == (
            "organization", made.id, "uniprot",
        )  # fmt: skip
        profile = {"slug": "uniprot", "name": "UniProt", "is_system": False, "license": "CC0-1.0"}
        assert row.metadata == {"after": profile, "reason": "asked for"}

    def test_keeps_the_address_beside_the_trail(self, actor: Actor) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            commands.create_organization(actor=actor, slug="uniprot", name="UniProt")

        origin = AuditOrigin.objects.get(audit_id=row.id)
        assert (origin.ip_address, origin.user_agent) == ("192.0.2.7", "curl/8")

    def test_announces_it_as_get_shows_it(self, actor: Actor, stranger: Any) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            made = commands.create_organization(
                actor=actor, slug="uniprot", name="UniProt", **PROFILE
            )

        assert row.event.subject == "organizations/uniprot"
        assert row.event.data == {
            "id": str(made.id),
            "actor": {"id": str(actor.user_id), "label": "curie"},
            "resource": stranger.get("organizations/uniprot").body,
        }

    def test_the_registry_itself_has_a_label_and_no_user(self, operator: Actor, db: None) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            commands.create_organization(actor=operator, slug="uniprot", name="UniProt")

        assert (row.user_id, row.actor_label) == (None, "test")
        assert row.event.data["actor"] == {"id": None, "label": "test"}

    def test_refuses_a_taken_slug(self, actor: Actor, uniprot: str) -> None:
        with leaves_no_trace(), pytest.raises(DuplicateSlug, match="already taken"):
            commands.create_organization(actor=actor, slug=uniprot, name="Impostor")

        assert queries.get_organization(uniprot).name == "UniProt"

    @pytest.mark.parametrize(
        "slug",
        [
            "", " ", "UniProt", "uni prot", "-uniprot", ".uniprot", "_uniprot", "uni/prot", "прот",
            "uniprot\n", "é", "u" * 101, "u" * 100_000, "0190a5c0-1111-7000-8000-000000000000",
            "api", "admin", "health", "metrics", "search", "static", "docs", "projects",
        ],
        ids=lambda slug: repr(slug[:20]),
    )  # fmt: skip
    def test_refuses_what_is_not_a_slug(self, actor: Actor, slug: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidSlug):
            commands.create_organization(actor=actor, slug=slug, name="UniProt")

    @pytest.mark.parametrize("slug", ["u", "3did", "a.b_c-d", "u" * 100, "apis"])
    def test_takes_every_slug_that_its_rule_allows(self, actor: Actor, slug: str) -> None:
        assert commands.create_organization(actor=actor, slug=slug, name="UniProt").slug == slug

    @pytest.mark.parametrize("name", ["", "n" * 257])
    def test_refuses_a_name_that_is_empty_or_too_long(self, actor: Actor, name: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidName):
            commands.create_organization(actor=actor, slug="uniprot", name=name)

    def test_keeps_a_name_in_any_script(self, actor: Actor) -> None:
        commands.create_organization(actor=actor, slug="uniprot", name="蛋白质数据库 🧬")

        assert queries.get_organization("uniprot").name == "蛋白质数据库 🧬"


class TestUpdateOrganization:
    def test_changes_what_is_given_and_nothing_else(self, actor: Actor, uniprot: str) -> None:
        before = queries.get_organization(uniprot)

        commands.update_organization(actor=actor, organization=uniprot, name="KB", **PROFILE)

        after = queries.get_organization(uniprot)
        assert {field: getattr(after, field) for field in PROFILE} == PROFILE
        assert (after.name, after.id, after.slug) == ("KB", before.id, before.slug)
        assert (after.created_at, after.is_system) == (before.created_at, False)
        assert after.updated_at > before.updated_at

    def test_keeps_the_old_values_in_the_trail(self, actor: Actor, uniprot: str) -> None:
        with leaves_trace("update_organization", "organization.updated") as row:
            commands.update_organization(
                actor=actor, organization=uniprot, name="KB", license="CC0-1.0", reason="renamed"
            )

        assert (row.user_id, row.entity_label) == (actor.user_id, "uniprot")
        assert row.metadata == {
            "before": {"name": "UniProt", "license": None},
            "after": {"name": "KB", "license": "CC0-1.0"},
            "reason": "renamed",
        }

    def test_announces_it_as_get_shows_it(self, actor: Actor, uniprot: str, stranger: Any) -> None:
        with leaves_trace("update_organization", "organization.updated") as row:
            commands.update_organization(actor=actor, organization=uniprot, name="KB")

        assert row.event.subject == "organizations/uniprot"
        assert row.event.data["actor"] == {"id": str(actor.user_id), "label": "curie"}
        assert row.event.data["resource"] == stranger.get("organizations/uniprot").body

    @pytest.mark.parametrize("changes", [{}, {"name": "UniProt"}, {"website": None}])
    def test_writes_nothing_where_all_is_so_already(
        self, actor: Actor, uniprot: str, changes: dict[str, Any]
    ) -> None:
        before = queries.get_organization(uniprot)

        with leaves_no_trace():
            commands.update_organization(
                actor=actor, organization=uniprot, reason="no reason", **changes
            )

        assert queries.get_organization(uniprot) == before

    def test_tells_only_what_differs(self, actor: Actor, uniprot: str) -> None:
        with leaves_trace("update_organization", "organization.updated") as row:
            commands.update_organization(
                actor=actor, organization=uniprot, name="UniProt", license="CC0-1.0"
            )

        assert row.metadata == {"before": {"license": None}, "after": {"license": "CC0-1.0"}}

    def test_answers_to_the_id_too(self, actor: Actor, uniprot: str) -> None:
        known_as = str(queries.get_organization(uniprot).id)

        with leaves_trace("update_organization", "organization.updated") as row:
            commands.update_organization(actor=actor, organization=known_as, name="KB")

        assert row.entity_label == "uniprot"

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.update_organization(actor=actor, organization="nobody", name="KB")

    def test_refuses_an_empty_name(self, actor: Actor, uniprot: str) -> None:
        with leaves_no_trace(), pytest.raises(InvalidName):
            commands.update_organization(actor=actor, organization=uniprot, name="")

    def test_leaves_all_as_it_was_where_one_field_is_refused(
        self, actor: Actor, uniprot: str
    ) -> None:
        before = queries.get_organization(uniprot)

        with leaves_no_trace(), pytest.raises(InvalidRequest) as refusal:
            commands.update_organization(
                actor=actor, organization=uniprot, name="KB", website="gopher://uniprot.org"
            )

        assert [error.field for error in refusal.value.errors] == ["website"]
        assert queries.get_organization(uniprot) == before


class TestDeleteOrganization:
    def test_makes_it_unknown(self, actor: Actor, uniprot: str) -> None:
        commands.delete_organization(actor=actor, organization=uniprot)

        with pytest.raises(OrganizationNotFound):
            queries.get_organization(uniprot)

    def test_keeps_all_it_was_in_the_trail(self, actor: Actor, uniprot: str, stranger: Any) -> None:
        last = stranger.get("organizations/uniprot").body

        with leaves_trace("delete_organization", "organization.deleted") as row:
            commands.delete_organization(actor=actor, organization=uniprot, reason="a mistake")

        assert (row.user_id, str(row.entity_id)) == (actor.user_id, last["id"])
        assert row.metadata == {"before": {**last, "members": {}}, "reason": "a mistake"}

    def test_announces_it_as_get_showed_it_last(
        self, actor: Actor, uniprot: str, stranger: Any
    ) -> None:
        last = stranger.get("organizations/uniprot").body

        with leaves_trace("delete_organization", "organization.deleted") as row:
            commands.delete_organization(actor=actor, organization=uniprot)

        assert row.event.subject == "organizations/uniprot"
        assert (row.event.data["id"], row.event.data["resource"]) == (last["id"], last)

    def test_leaves_its_history_behind(self, actor: Actor, uniprot: str) -> None:
        entity = queries.get_organization(uniprot).id

        commands.delete_organization(actor=actor, organization=uniprot)

        history = AuditLog.objects.filter(entity_id=entity).order_by("id")
        assert [row.action for row in history] == ["create_organization", "delete_organization"]

    def test_takes_its_members_along(self, actor: Actor, uniprot: str, person: Any) -> None:
        person("ada")
        builders.member("ada", "owner")

        commands.delete_organization(actor=actor, organization=uniprot, reason="merged")

        assert builders.organization("uniprot") == "uniprot"
        assert roles() == {}

    def test_takes_a_reason_of_who_is_no_member_where_there_is_an_owner(
        self, actor: Actor, uniprot: str, person: Any
    ) -> None:
        for may in (actor, person("cur", groups=["curator"]).actor):
            with leaves_trace("update_organization", "organization.updated"):
                commands.update_organization(actor=may, organization=uniprot, name=may.label)
        ada = person("ada").actor
        builders.member("ada", "owner")
        for may in (actor, person("eve", groups=["curator"]).actor):
            told: Any = {"actor": may, "organization": uniprot}
            with leaves_no_trace():
                with pytest.raises(ReasonRequired):
                    commands.update_organization(**told, name="Mine")
                with pytest.raises(ReasonRequired):
                    commands.delete_organization(**told)
                with pytest.raises(ReasonRequired):
                    commands.set_member(**told, username=may.label, role=Role.MEMBER)
                commands.update_organization(**told)
        builders.member("curie", "member")
        for may in (actor, ada):
            with leaves_trace("update_organization", "organization.updated"):
                commands.update_organization(actor=may, organization=uniprot, name=may.label)

    def test_spares_system_organizations(self, actor: Actor) -> None:
        builders.organization("bdp", is_system=True)

        with leaves_no_trace(), pytest.raises(SystemOrganization, match="cannot be deleted"):
            commands.delete_organization(actor=actor, organization="bdp")

    def test_refuses_while_it_has_sources(self, actor: Actor, uniprot: str) -> None:
        builders.source("sprot", of=uniprot)

        with leaves_no_trace(), pytest.raises(OrganizationHasSources):
            commands.delete_organization(actor=actor, organization=uniprot)

        assert queries.get_organization(uniprot).slug == "uniprot"

    def test_refuses_the_unknown(self, actor: Actor) -> None:
        with leaves_no_trace(), pytest.raises(OrganizationNotFound):
            commands.delete_organization(actor=actor, organization="nobody")
