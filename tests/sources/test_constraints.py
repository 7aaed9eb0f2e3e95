"""Every rule of the table: PostgreSQL keeps it, and a command says by its own error what broke."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import DomainError, InvalidRequest
from apps.sources import commands
from apps.sources.errors import DuplicateSlug, InvalidSlug
from apps.sources.models import Source
from tests import builders
from tests.checks import broken_rule
from tests.conftest import leaves_no_trace

AN_ID = "0190a5c0-1111-7000-8000-000000000000"
TOO_MANY = [str(number) for number in range(201)]

BREAKING: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "source_slug_unique": ({"slug": "Taken"}, DuplicateSlug),
    "source_slug_format": ({"slug": "swiss prot"}, InvalidSlug),
    "source_slug_length": ({"slug": "s" * 256}, InvalidSlug),
    "source_slug_not_an_id": ({"slug": AN_ID}, InvalidSlug),
    "source_name_length": ({"name": "n" * 257}, InvalidRequest),
    "source_entry_type_known": ({"entry_type": "book"}, InvalidRequest),
    "source_source_type_known": ({"source_type": "song"}, InvalidRequest),
    "source_description_length": ({"description": "d" * 10_001}, InvalidRequest),
    "source_external_id_length": ({"external_id": "e" * 257}, InvalidRequest),
    "source_license_length": ({"license": "l" * 257}, InvalidRequest),
    "source_license_note_length": ({"license_note": "l" * 2001}, InvalidRequest),
    "source_homepage_web_address": ({"homepage": "ftp://uniprot.org"}, InvalidRequest),
    "source_repository_url_web_address": ({"repository_url": "git@x:y"}, InvalidRequest),
    "source_tags_length": ({"tags": TOO_MANY}, InvalidRequest),
    "source_aliases_length": ({"aliases": TOO_MANY}, InvalidRequest),
}

FOREIGN_KEYS = {"source_organization_exists"}  # in the migrations; broken only in a race


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot")
    builders.source("taken")


@pytest.mark.parametrize("rule", BREAKING)
def test_a_broken_rule_is_a_refusal_of_its_own(rule: str, actor: Actor) -> None:
    wrong, error = BREAKING[rule]
    details = {"slug": "new", "name": "New", "source_type": "database", **wrong}

    with leaves_no_trace(), pytest.raises(error) as refusal:
        commands.create_source(actor=actor, organization="uniprot", **details)

    assert broken_rule(refusal.value) == rule
    if error is InvalidRequest:
        assert [told.field for told in refusal.value.errors] == list(wrong)


@pytest.mark.parametrize("rule", [rule for rule in BREAKING if "slug" not in rule])
def test_no_change_breaks_a_rule_either(rule: str, actor: Actor) -> None:
    wrong, error = BREAKING[rule]

    with leaves_no_trace(), pytest.raises(error) as refusal:
        commands.update_source(actor=actor, organization="uniprot", source="taken", **wrong)

    assert broken_rule(refusal.value) == rule


@pytest.mark.parametrize("blank", ["description", "external_id", "license", "homepage"])
def test_what_is_unknown_is_null_and_never_blank(blank: str, actor: Actor) -> None:
    details: dict[str, Any] = {blank: ""}

    with leaves_no_trace(), pytest.raises(InvalidRequest):
        commands.update_source(actor=actor, organization="uniprot", source="taken", **details)


def test_the_commands_know_every_rule() -> None:
    rules = {rule.name for rule in Source._meta.constraints}

    assert set(BREAKING) == rules
    assert set(commands._refusals("uniprot", "sprot")) == rules | FOREIGN_KEYS
