"""Every rule of the tables: PostgreSQL keeps it, and a command says by its own error what broke."""

from typing import Any

import pytest

from apps.core.actor import Actor
from apps.core.errors import DomainError, InvalidRequest
from apps.versions import commands
from apps.versions.errors import (
    DuplicateExternalVersion,
    DuplicateNumber,
    VersionReasonRequired,
)
from apps.versions.models import Version, VersionState
from tests import builders
from tests.checks import broken_rule
from tests.conftest import leaves_no_trace

pytestmark = pytest.mark.usefixtures("sprot")

AN_ID = "0190a5c0-1111-7000-8000-000000000000"
SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}

BREAKING_A_DRAFT: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "version_number_unique": ({"number": "7.0.0"}, DuplicateNumber),
    "version_external_version_unique": ({"external_version": "taken"}, DuplicateExternalVersion),
    "version_external_version_length": ({"external_version": "r" * 65}, InvalidRequest),
    "version_external_version_printable": ({"external_version": "20\x1b24"}, InvalidRequest),
    "version_external_version_addressable": ({"external_version": "latest"}, InvalidRequest),
    "version_external_version_not_an_id": ({"external_version": AN_ID}, InvalidRequest),
    "version_release_notes_length": ({"release_notes": "n" * 100_001}, InvalidRequest),
}

BREAKING_A_RELEASE: dict[str, tuple[dict[str, Any], type[DomainError]]] = {
    "version_reason_length": ({"reason": "r" * 2001}, InvalidRequest),
    "version_reason_given": ({}, VersionReasonRequired),
}

OUT_OF_REACH = {
    "version_number_counts": "a number is parsed or counted on, never negative",
    "version_status_known": "each command sets the status it is for",
    "version_date_basis_known": "the basis follows from the dates",
    "version_published_is_dated": "publishing dates a version",
    "version_state_status_known": "a state is the status its version has just got",
}


@pytest.mark.parametrize("rule", BREAKING_A_DRAFT)
def test_a_broken_rule_is_a_refusal_of_its_own(rule: str, actor: Actor) -> None:
    builders.draft("taken", number="7.0.0")
    details, error = BREAKING_A_DRAFT[rule]

    with leaves_no_trace(), pytest.raises(error) as refusal:
        commands.create_version(actor=actor, **SPROT, **details)

    assert broken_rule(refusal.value) == rule
    if error is InvalidRequest:
        assert [told.field for told in refusal.value.errors] == list(details)


@pytest.mark.parametrize("rule", sorted(BREAKING_A_DRAFT.keys() - {"version_number_unique"}))
def test_no_change_breaks_a_rule_either(rule: str, actor: Actor) -> None:
    builders.draft("taken", number="7.0.0")
    builders.draft(number="1.0.0")
    changes, error = BREAKING_A_DRAFT[rule]

    with leaves_no_trace(), pytest.raises(error) as refusal:
        commands.update_version(actor=actor, **SPROT, version="1.0.0", **changes)

    assert broken_rule(refusal.value) == rule


@pytest.mark.parametrize("command", [commands.deprecate_version, commands.yank_version])
@pytest.mark.parametrize("rule", BREAKING_A_RELEASE)
def test_a_verb_without_a_fit_reason_is_refused(rule: str, command: Any, actor: Actor) -> None:
    builders.release(number="1.0.0")
    details, error = BREAKING_A_RELEASE[rule]

    with leaves_no_trace(), pytest.raises(error) as refusal:
        command(actor=actor, **SPROT, version="1.0.0", **details)

    assert broken_rule(refusal.value) == rule


@pytest.mark.parametrize(
    "name",
    ["", " ", " 2024", "2024 ", "2024\u00a0", "20\n24", "\t", "\x7f", "20\u008524", AN_ID.upper()],
    ids=ascii,
)
def test_a_publishers_name_is_printable_and_can_be_addressed(name: str, actor: Actor) -> None:
    with leaves_no_trace(), pytest.raises(InvalidRequest) as refusal:
        commands.create_version(actor=actor, **SPROT, external_version=name)

    assert [told.field for told in refusal.value.errors] == ["external_version"]


def test_the_commands_know_every_rule() -> None:
    rules = {rule.name for model in (Version, VersionState) for rule in model._meta.constraints}
    told = set(commands._refusals(Version.objects.get(id=builders.draft().id)))

    assert set(BREAKING_A_DRAFT) | set(BREAKING_A_RELEASE) == told
    assert told | set(OUT_OF_REACH) == rules
