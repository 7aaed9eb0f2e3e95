"""The published schema is valid, complete, and shows nothing that the registry would refuse."""

import re
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from apps.core.api import Declared
from bdp.schema.refusals import raised, use_cases
from tests.architecture import contract
from tests.checks import refused
from tests.clients import Api
from tests.openapi import surface
from tests.openapi.surface import Operation

EACH = pytest.mark.parametrize("at", surface.operations(), ids=str)
LEAST_OPERATIONS = 44


def test_it_is_valid_and_made_without_a_warning() -> None:
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(public=True)
    assert not GENERATOR_STATS
    assert made["openapi"].startswith("3.1")
    validate(made)


def test_it_is_served_as_json_to_everybody(stranger: Api) -> None:
    answer = stranger.get("schema")
    assert (answer.status, set(answer.body["paths"])) == (200, set(surface.schema()["paths"]))


def test_every_operation_has_a_name_that_makes_a_function() -> None:
    names = [operation.name for operation in surface.operations()]
    assert len(names) == len(set(names)) >= LEAST_OPERATIONS
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    assert {"create_organization", "list_sources", "publish_version", "search"} <= set(names)


@EACH
def test_an_operation_says_what_it_does_in_plain_words(at: Operation) -> None:
    assert len(at.told["summary"]) > 8
    assert len(at.told["description"]) > len(at.told["summary"])
    assert "Raises" not in at.told["description"]
    (chapter,) = at.told["tags"]
    assert chapter in {told["name"] for told in surface.schema()["tags"]}
    for parameter in at.told.get("parameters", ()):
        assert parameter.get("description"), parameter["name"]


@EACH
def test_whoever_may_read_without_an_account_is_told_so(
    at: Operation, small_registry: None, stranger: Api
) -> None:
    query: Any = {"query_params": {"q": "insulin"}} if "q" in at.parameters else {}
    answer = stranger.send(at.method, at.path, body={} if at.takes_a_body else None, **query)
    open_to_all = {} in at.told["security"]
    assert open_to_all == (answer.status != 401), answer.body


@EACH
def test_every_example_is_what_its_schema_describes(at: Operation) -> None:
    shown = [at.told["requestBody"]] if at.takes_a_body else []
    answers = [told for told in at.told["responses"].values() if "content" in told]
    for told in [*shown, *answers]:
        for content in told["content"].values():
            assert content["examples"]
            for example in content["examples"].values():
                _validator(content["schema"]).validate(example["value"])


@pytest.mark.parametrize("at", surface.that(takes_a_body=True), ids=str)
def test_every_body_that_is_shown_is_taken(at: Operation, small_registry: None, api: Api) -> None:
    for kind, content in at.told["requestBody"]["content"].items():
        (example,) = (each["value"] for each in content["examples"].values())
        json = kind == "application/json"
        sent: Any = {"body": example} if json else {"raw": example.encode(), "content_type": kind}
        answer = api.send(at.method, at.path, **sent)
        unheld = answer.status == 422 and answer.body["code"] == "resolve.unresolvable"
        assert unheld or answer.status in (200, 201, 404, 409), answer.body


@EACH
def test_every_refusal_has_a_code_of_the_contract_and_an_example(at: Operation) -> None:
    refusals = {
        status: told["content"]["application/problem+json"]
        for status, told in at.told["responses"].items()
        if status >= "4"
    }
    assert {"400", "401", "503"} <= set(refusals)
    for status, told in refusals.items():
        codes = told["schema"]["properties"]["code"]["enum"]
        assert list(told["examples"]) == codes
        assert set(codes) <= contract.CODES | contract.ADDED_CODES
        assert told["schema"]["properties"]["status"] == {"const": int(status)}


@EACH
def test_every_answer_names_its_headers(at: Operation) -> None:
    for status, told in at.told["responses"].items():
        needed = {"201": "Location", "401": "WWW-Authenticate", "503": "Retry-After", "304": "ETag"}
        assert {"X-Request-ID", needed.get(status, "X-Request-ID")} <= set(told["headers"])


def test_an_error_that_nobody_knows_cannot_be_declared() -> None:
    def use_case() -> None:
        """Do it. Raises `NoSuchErrorAnywhere`."""

    with pytest.raises(TypeError, match="NoSuchErrorAnywhere"):
        raised(use_case)


def test_a_door_is_described_by_the_command_that_it_dispatches_to() -> None:
    from apps.versions.api import VersionViewSet
    from apps.versions.commands import publish_version

    declared: Declared = VersionViewSet.publish.declared  # type: ignore[attr-defined]
    assert use_cases(declared.method) == [publish_version]


def test_the_schema_says_what_a_refusal_looks_like(stranger: Api) -> None:
    answer = stranger.get("sources/uniprot/nothing")
    refused(answer, 404, "source.not_found")
    _validator({"$ref": "#/components/schemas/Problem"}).validate(answer.body)


def _validator(schema: dict[str, Any]) -> Any:
    return OAS31Validator({**schema, "components": surface.schema()["components"]})
