"""Questions that a lower slice asks and a higher one answers: here they all are."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from apps.core.providers import Provider
from tests.architecture import house

# who asks: who answers
ANSWERS = {
    "apps.audit.commands.forget_attempts": "apps.accounts.attempts.forget_attempts",
    "apps.audit.policy.roles": "apps.organizations.queries.get_standing",
    "apps.audit.policy.homes": "apps.organizations.queries.list_homes",
    "apps.audit.policy.owned_alone": "apps.organizations.queries.list_owned_alone",
    "apps.audit.policy.present": "apps.accounts.queries.get_present",
    "apps.audit.policy.source_ids": "apps.sources.queries.get_source_id",
    "apps.audit.queries.readable": "apps.versions.queries.has_reader",
    "apps.audit.queries.named": "apps.versions.queries.find_in_trail",
    "apps.biology.forms.parsing": "apps.ingestion.formats.registry.parse",
    "apps.citing.queries.names": "apps.biology.queries.list_names",
    "apps.sources.commands.delete_drafts": "apps.versions.commands.delete_drafts",
    "apps.sources.queries.linked": "apps.citing.queries.get_linked_source",
    "apps.sources.searching.elsewhere": "apps.biology.searching.statements",
    "apps.sources.searching.of_organism": "apps.biology.searching.of_organism",
    "apps.files.queries.contents": "apps.biology.queries.list_contents",
    "apps.files.queries.derived": "apps.biology.queries.list_derived",
    "apps.files.queries.formats": "apps.biology.queries.list_formats",
    "apps.versions.queries.linked": "apps.citing.queries.get_linked_version",
    "apps.biology.forms.as_fasta": "apps.ingestion.formats.registry.as_fasta",
    "apps.files.making.wholes": "apps.biology.queries.list_wholes",
    "apps.files.queries.whole_contents": "apps.biology.queries.get_whole",
    "apps.versions.queries.holdings": "apps.files.queries.get_holdings",
    "apps.versions.queries.drafts_needed": "apps.dependencies.queries.list_drafts_needed",
}


def _providers() -> dict[str, Provider[Any]]:
    return {
        f"{module.__name__}.{name}": value
        for module in house.everything()
        for name, value in vars(module).items()
        if isinstance(value, Provider) and not _is_imported(module, name)
    }


def test_every_question_is_answered_by_the_slice_that_knows() -> None:
    assert {name: _answerer(provider) for name, provider in _providers().items()} == ANSWERS


def test_a_question_that_no_slice_answers_is_refused() -> None:
    asked: Provider[Any] = Provider("what nobody knows")
    with pytest.raises(ImproperlyConfigured, match="what nobody knows"):
        asked.ask()


def test_two_slices_cannot_answer_one_question() -> None:
    asked: Provider[Any] = Provider("what two know")
    asked.register(min)
    asked.register(min)  # again by the same is no second answer
    with pytest.raises(ImproperlyConfigured, match="what two know"):
        asked.register(max)
    assert asked.ask(1, 2) == 1


def test_an_answer_goes_before_the_one_given_until_then() -> None:
    asked: Provider[Any] = Provider("how many", until_then=lambda: 0)
    assert asked.ask() == 0
    asked.register(lambda: 7)
    assert asked.ask() == 7


def _answerer(provider: Provider[Any]) -> str | None:
    answer = provider._answer
    return f"{answer.__module__}.{answer.__qualname__}" if answer else None


def _is_imported(module: Any, name: str) -> bool:
    (found,) = [known for known in house.modules() if known.name == module.__name__]
    return f"{name}: Provider" not in found.text
