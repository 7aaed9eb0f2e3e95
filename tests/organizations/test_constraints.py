"""Every rule of the tables: PostgreSQL keeps it, and a command says by its own error what broke."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import DomainError, InvalidRequest
from apps.organizations import commands
from apps.organizations.errors import DuplicateSlug, InvalidName, InvalidSlug
from apps.organizations.models import Membership, Organization
from tests import builders
from tests.checks import broken_rule
from tests.conftest import leaves_no_trace

AN_ID = "0190a5c0-1111-7000-8000-000000000000"
FAR = f"https://example.org/{'x' * 2000}"

BREAKING: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "organization_slug_unique": ({"slug": "taken"}, DuplicateSlug),
    "organization_slug_format": ({"slug": "Uni Prot"}, InvalidSlug),
    "organization_slug_length": ({"slug": "u" * 101}, InvalidSlug),
    "organization_slug_not_an_id": ({"slug": AN_ID}, InvalidSlug),
    "organization_slug_not_reserved": ({"slug": "api"}, InvalidSlug),
    "organization_name_length": ({"name": "n" * 257}, InvalidName),
    "organization_description_length": ({"description": "d" * 10_001}, InvalidRequest),
    "organization_citation_length": ({"citation": "c" * 10_001}, InvalidRequest),
    "organization_license_length": ({"license": "l" * 257}, InvalidRequest),
    "organization_website_web_address": ({"website": "ftp://uniprot.org"}, InvalidRequest),
    "organization_logo_url_web_address": ({"logo_url": "logo.svg"}, InvalidRequest),
    "organization_documentation_url_web_address": ({"documentation_url": FAR}, InvalidRequest),
    "organization_data_source_url_web_address": ({"data_source_url": "http://"}, InvalidRequest),
    "organization_contact_email_format": ({"contact_email": "nobody"}, InvalidRequest),
    "organization_contact_email_length": ({"contact_email": "a@" + "b" * 253}, InvalidRequest),
    "organization_version_scheme_known": ({"version_scheme": "lunar"}, InvalidRequest),
}

OUT_OF_REACH = {
    "membership_unique": "set_member changes the membership there is, holding the organization",
    "membership_role_known": "a role comes as a Role",
}


@pytest.mark.parametrize("rule", BREAKING)
def test_a_broken_rule_is_a_refusal_of_its_own(rule: str, actor: Actor) -> None:
    builders.organization("taken")
    details, error = BREAKING[rule]

    with leaves_no_trace(), pytest.raises(error) as refusal:
        commands.create_organization(**{"actor": actor, "slug": "new", "name": "New", **details})

    assert broken_rule(refusal.value) == rule
    if error is InvalidRequest:
        assert [told.field for told in refusal.value.errors] == list(details)


@pytest.mark.parametrize(
    "blank", ["description", "website", "contact_email", "license", "citation"]
)
def test_what_is_unknown_is_null_and_never_blank(blank: str, actor: Actor) -> None:
    details: dict[str, Any] = {blank: ""}

    with leaves_no_trace(), pytest.raises(InvalidRequest):
        commands.create_organization(actor=actor, slug="new", name="New", **details)


def test_the_commands_know_every_rule() -> None:
    rules = {rule.name for model in (Organization, Membership) for rule in model._meta.constraints}

    assert set(BREAKING) | set(OUT_OF_REACH) == rules
    assert set(commands._refusals("uniprot")) == set(BREAKING)
