"""Whatever the published schema allows and forbids, sent by machine, and what may come back."""

import os
from collections.abc import Callable
from functools import cache
from typing import Any

import schemathesis
from django.core.wsgi import get_wsgi_application
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckContext
from schemathesis.config import (
    ChecksConfig,
    CoveragePhaseConfig,
    GenerationConfig,
    HealthCheck,
    PhasesConfig,
    ProjectConfig,
    ProjectsConfig,
)
from schemathesis.core.result import Ok
from schemathesis.core.transport import Response
from schemathesis.pytest.lazy import get_all_tests
from schemathesis.schemas import BaseSchema

from apps.core.services import services
from apps.projects.commands import (
    create_project,
    lock_project,
    reconcile_project,
    update_project,
)
from apps.webhooks.examples import WEBHOOK
from apps.webhooks.models import Webhook
from tests import builders
from tests.openapi import surface
from tests.records import record
from tests.releases import ingest

EXAMPLES = int(os.environ.get("FUZZING_EXAMPLES", "30"))  # requests of a kind to an operation
SEED = 20260128

# What no JSON Schema can say: these must fit what the registry holds, the day it is, or the rest.
BEYOND_SCHEMA = {
    "types",
    "url",  # where a name leads is for a resolver to say
    "subject",  # of a webhook: one of its organization
    "superseded_by",
    "expires_at",
    "known_at",  # which instants are still to come
    "external_version",
    "version",
    "from",  # not more than `to`
    "user_id",  # or another choice: one of them
    "source",
    "dependencies",
    "checksum",
    "license",
    "filename",  # which characters are printable is for Unicode to say
    "sha256",
    "format",
    "manifest",  # as YAML
    # of the pins of a lock, at any depth: 1.0 is an integer to JSON Schema, and blanks a text
    "size",
    "path",
    "resolved",
    "dependency_count",
    "sources",  # whether there is anything in a lock to download
}
CODES_BEYOND_SCHEMA = {
    "request.invalid_cursor", "organization.invalid_slug", "source.invalid_slug",
    "project.invalid_name", "file.digest_mismatch", "file.length_mismatch",
    "request.reason_required",  # of whom, the policy knows
}  # fmt: skip
UNSTORABLE = "This address holds a NUL character"
REAL = {
    "organization": ["uniprot"],
    "owner": ["uniprot", "@curie", "@ada"],
    "name": ["insulin-screen"],
    "source": ["P01308", "swissprot"],
    "accession": ["P01308", "Q5EEX2", "P06213"],
    "username": ["ada", "grace"],
    "version": ["2026_01", "2026_03", "latest"],
}


@cache
def published(*, limits_too: bool = False) -> BaseSchema:
    """The schema as the running program publishes it, with how it is to be tried.

    `limits_too` with every value at, below and beyond each limit, one after the other.
    """
    generation = GenerationConfig(
        max_examples=EXAMPLES, deterministic=True, database="none", allow_x00=False
    )
    project = ProjectConfig(
        generation=generation,
        phases=PhasesConfig(coverage=CoveragePhaseConfig(enabled=limits_too)),
        checks=ChecksConfig.from_dict(
            {
                "negative_data_rejection": {"expected-statuses": ["4xx", "503"]},
                "positive_data_acceptance": {"enabled": False},  # `takes_what_it_allows` knows more
            }
        ),
    )
    config = schemathesis.Config(
        projects=ProjectsConfig(default=project), seed=SEED, suppress_health_check=[HealthCheck.all]
    )
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema", get_wsgi_application(), config=config)
    schema.hook("map_case")(_led_where_something_is)
    return schema


def sent_to_every_operation(*, limits_too: bool = False) -> dict[str, Callable[..., None]]:
    """A test by name for each operation, sent as whom the fixture `token` belongs to.

    What is sent is made up as a test runs: for all operations at once, as schemathesis does it when
    tests are collected, that takes every process a minute and a gigabyte.
    """

    def made(operation: str) -> Callable[..., None]:
        def test(token: str | None) -> None:
            _try(operation, lambda case: keeps_the_contract(case, token), limits_too=limits_too)

        return test

    # equal names for all, as schemathesis gives them, would be one test for pytest-xdist
    return {f"test_{found.name}": made(found.name) for found in surface.operations()}


def _try(operation: str, send: Callable[[Case[Any]], None], *, limits_too: bool) -> None:
    def sent(case: Case[Any]) -> None:
        send(case)

    schema = published(limits_too=limits_too).include(operation_id=operation)
    (made,) = get_all_tests(schema=schema, test_func=sent, settings=None, given_kwargs=None)
    assert isinstance(made, Ok), made
    _, tried = made.ok()
    tried()


def make_a_small_registry() -> None:
    """What the addresses of the examples lead to."""
    builders.organization("uniprot")
    builders.source("P01308", name="Insulin", source_type="protein")
    builders.release("2026_01", of="uniprot/P01308", on="2026-01-28")
    builders.release("2026_02", of="uniprot/P01308", on="2026-03-25")
    builders.draft("2026_03", of="uniprot/P01308")
    now = services.clock.now()
    Webhook(id=WEBHOOK.id, url=WEBHOOK.url, created_at=now, updated_at=now).save()
    insulin = record("P01308", name="Insulin", gene="INS", secondary=("Q5EEX2",))
    ingest(insulin, record("P06213", name="Insulin receptor", gene="INSR"))
    ingest(insulin.replace(b"Signal", b"Hormone"), release="2026_02")
    screen: Any = {"actor": builders.BUILDER, "owner": "uniprot", "name": "insulin-screen"}
    manifest: Any = {"project": {}, "sources": ["uniprot:P01308", "uniprot:swissprot"], "tools": []}
    create_project(**screen)
    update_project(**screen, manifest=manifest)
    lock_project(**screen)
    reconcile_project(**screen)


def keeps_the_contract(case: Case[Any], token: str | None) -> None:
    """Send `case` as whom `token` belongs to; fail if the answer is not as published."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    case.call_and_validate(headers=headers, additional_checks=[takes_what_it_allows])


def takes_what_it_allows(ctx: CheckContext, response: Response, case: Case[Any]) -> bool | None:
    """A request as the schema has it is refused only for what no schema can say."""
    positive = case.meta is not None and case.meta.generation.mode == GenerationMode.POSITIVE
    if not positive or response.status_code != 400:
        return None
    told = response.json()
    fields = {_named(error["field"]) for error in told.get("errors", ())}
    known = told["code"] in CODES_BEYOND_SCHEMA or told["detail"].startswith(UNSTORABLE)
    assert known or (fields and fields <= BEYOND_SCHEMA), told
    return None


def _named(field: str) -> str:
    """What an error is about: of an entry of a list its field, of the rest the outermost."""
    outermost, *inner = field.split(".")
    return inner[-1] if inner and not inner[-1].isdigit() else outermost


def _led_where_something_is(_context: Any, case: Case[Any]) -> Case[Any]:
    """Most requests as the schema has them go to a real address, from its present state."""
    if case.meta is None or case.meta.generation.mode != GenerationMode.POSITIVE:
        return case
    case.query.pop("wait", None)  # nobody here has the time
    for name, value in case.path_parameters.items():
        if name in REAL and len(value) % 4:
            case.path_parameters[name] = REAL[name][len(value) % len(REAL[name])]
    for told, guess in ((case.query, "cursor"), (case.query, "org"), (case.headers, "If-Match")):
        if len(str(told.get(guess, ""))) % 4:
            del told[guess]
    if isinstance(case.body, dict) and len(str(case.body.get("organization") or "")) % 4:
        case.body["organization"] = "uniprot"
    return case
