from typing import Any

import pytest

from apps.core.actor import Actor
from apps.organizations import commands, queries
from apps.organizations.errors import (
    DuplicateSlug,
    InvalidSlug,
    OrganizationNotFound,
    SystemOrganization,
)
from tests.conftest import leaves_no_trace, leaves_trace


class TestCreateOrganization:
    def test_makes_it_readable(self, actor: Actor) -> None:
        commands.create_organization(actor=actor, slug="uniprot", name="UniProt")

        assert queries.get_organization("uniprot").name == "UniProt"

    def test_says_who_did_what_from_where(self, actor: Actor) -> None:
        with leaves_trace("create_organization", "organization.created") as row:
            commands.create_organization(actor=actor, slug="uniprot", name="UniProt", reason="new")

        assert (row.user_id, row.actor_label, row.request_id) == (
            actor.user_id, "curie", actor.request_id,
        )  # fmt: skip
        assert (row.entity_type, row.entity_label) == ("organization", "uniprot")
        assert row.metadata == {
            "after": {"slug": "uniprot", "name": "UniProt", "is_system": False},
            "reason": "new",
        }
