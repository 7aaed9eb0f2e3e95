"""A refusal is a problem for programs and a page for people, and never tells its cause."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.http import HttpRequest
from django.test import Client
from rest_framework import exceptions
from rest_framework.request import Request

from apps.accounts.secrets import new_secret
from apps.core.errors import (
    CredentialsInvalid,
    CredentialsRequired,
    DomainError,
    FieldError,
    InvalidCursor,
    InvalidRequest,
    NotAllowed,
    ServiceUnavailable,
    invalid_field,
)
from apps.core.http import STATUS, exception_handler, refusal
from apps.core.services import OWNER
from apps.organizations.errors import DuplicateSlug, OrganizationNotFound
from tests.clients import Answer, Api

PROBLEM = "application/problem+json"
CAUSE = "the cause is nobody’s business"


def assert_problem(answer: Answer, status: int, code: str) -> None:
    """A body as RFC 9457 has it, with our `code`."""
    assert answer.status == status
    assert answer.headers["Content-Type"] == PROBLEM
    assert {"type", "title", "status", "detail", "code"} <= set(answer.body)
    assert (answer.body["status"], answer.body["code"]) == (status, code)
    assert UUID(answer.headers["X-Request-ID"]).version == 7


def assert_page(answer: Answer, status: int) -> None:
    """Something that a person can read."""
    assert answer.status == status
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"<h1" in answer.body.lower() or b"<title" in answer.body.lower()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    """A registry with a bug behind two of its addresses."""

    def fail(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError(CAUSE)

    monkeypatch.setattr("apps.organizations.queries.get_organization", fail)
    monkeypatch.setattr("bdp.pages.views.list_newest_releases", fail)


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InvalidRequest(detail="x"), 400), (InvalidCursor(), 400), (CredentialsRequired(), 401),
        (CredentialsInvalid(), 401), (NotAllowed(who="x", role="y"), 403),
        (OrganizationNotFound(organization="x"), 404), (DuplicateSlug(slug="x"), 409),
        (ServiceUnavailable(), 503),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)  # fmt: skip
def test_each_kind_of_refusal_has_its_status(error: DomainError, status: int) -> None:
    body, _ = refusal(error)
    assert (body["status"], body["detail"], body["code"]) == (status, str(error), error.code)


def test_a_refusal_tells_what_to_send_or_when_to_come_back() -> None:
    assert refusal(CredentialsRequired())[1]["WWW-Authenticate"] == "Bearer"
    assert int(refusal(ServiceUnavailable())[1]["Retry-After"]) > 0
    assert refusal(InvalidCursor())[1].keys() == {"Cache-Control"}


def test_a_refusal_names_each_field_that_is_wrong() -> None:
    body, _ = refusal(invalid_field("name", "too long"))
    assert body["errors"] == [{"field": "name", "code": "invalid", "detail": "too long"}]
    assert "errors" not in refusal(InvalidCursor())[0]


def test_a_kind_that_nobody_gave_a_status_is_a_bug() -> None:
    class Odd(DomainError):
        code, message = "odd.odd", "Odd."

    with pytest.raises(StopIteration):
        refusal(Odd())
    assert DomainError not in STATUS


def test_nested_complaints_of_a_serializer_are_told_one_by_one() -> None:
    wrong = exceptions.ValidationError(
        {"name": ["Bad."], "triggers": [{}, {"category": ["Worse."]}], "tags": {"1": ["Long."]}}
    )
    answer = exception_handler(wrong, {"request": Request(HttpRequest())})
    assert answer is not None
    assert [FieldError(**error).field for error in answer.data["errors"]] == [
        "name", "triggers.1.category", "tags.1",
    ]  # fmt: skip


def test_an_unknown_address_is_a_problem_or_a_page(stranger: Api) -> None:
    assert_problem(stranger.get("nothing/here"), 404, "request.not_found")
    assert_problem(stranger.get("/api/v2/organizations"), 404, "request.not_found")
    assert_problem(stranger.get("/health/dead"), 404, "request.not_found")
    assert_page(stranger.get("/nothing/here/at/all/to/see"), 404)


def test_a_slash_at_the_end_is_another_address(stranger: Api) -> None:
    assert_problem(stranger.get("organizations/"), 404, "request.not_found")


def test_a_foreign_host_is_a_bad_request_that_does_nothing(api: Api) -> None:
    body = {"slug": "uniprot", "name": "UniProt"}
    answer = api.send("POST", "organizations", body=body, HTTP_HOST="evil.example")
    assert_problem(answer, 400, "request.invalid")
    assert "evil" not in answer.body["detail"]
    assert api.get("organizations").body["results"] == []


def test_a_bug_is_a_problem_or_a_page_without_its_cause(broken: None, stranger: Api) -> None:
    problem, page = stranger.get("organizations/uniprot"), stranger.get("/")
    assert_problem(problem, 500, "service.failed")
    assert_page(page, 500)
    assert CAUSE not in str(problem.body) + page.body.decode()


def test_a_forged_form_is_a_page(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "curie"})
    assert (answer.status_code, answer["Content-Type"]) == (403, "text/html; charset=utf-8")


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
def test_a_method_that_an_address_lacks_is_named_with_those_it_has(
    stranger: Api, method: str
) -> None:
    answer = stranger.send(method, "stats", body={})
    assert_problem(answer, 405, "request.method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("page", ["schema", "docs"])
def test_where_something_else_than_json_is_shown_a_refusal_is_a_problem_too(
    stranger: Api, page: str
) -> None:
    assert_problem(stranger.post(page, {}), 405, "request.method_not_allowed")
    assert_problem(Api("bdp_of_nobody").get(page), 401, "auth.invalid")


def test_a_body_of_another_kind_is_refused(api: Api) -> None:
    answer = api.send("POST", "organizations", raw=b"<x/>", content_type="application/xml")
    assert_problem(answer, 415, "request.unsupported_media_type")
    answer = api.send("POST", "organizations", raw=b"{nonsense")
    assert_problem(answer, 400, "request.not_json")


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"7", b"null", b'[{"slug": "x"}]'])
def test_a_body_that_is_no_object_is_refused(api: Api, body: bytes) -> None:
    assert_problem(api.send("POST", "organizations", raw=body), 400, "request.invalid")


def test_a_body_beyond_every_measure_is_refused(api: Api) -> None:
    answer = api.send("POST", "organizations", raw=b'"' + b"x" * (3 * 1024 * 1024) + b'"')
    assert_problem(answer, 413, "request.too_large")


@pytest.mark.parametrize(
    "path", ["organizations", "organizations/uniprot", "stats", "/health/ready"]
)
def test_without_its_database_the_registry_asks_for_patience(
    database_away: None, path: str
) -> None:
    answer = Api().get(path)
    assert_problem(answer, 503, "service.unavailable")
    assert int(answer.headers["Retry-After"]) > 0


def test_without_its_database_nobody_can_be_known(database_away: None) -> None:
    answer = Api(new_secret()).post("organizations", {"slug": "x", "name": "X"})
    assert_problem(answer, 503, "service.unavailable")


def test_without_its_database_the_first_page_is_still_a_page(database_away: None) -> None:
    answer = Api().get("/")
    assert_page(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


def test_without_its_database_the_registry_is_still_alive(database_away: None) -> None:
    assert Api().get("/health/live").body == {"status": "live"}


def test_when_its_database_is_back_the_registry_serves_again(stranger: Api) -> None:
    assert stranger.get("/health/ready").body["status"] == "ready"


def test_the_registry_is_not_ready_while_a_migration_waits(committed: None) -> None:
    with connections[OWNER].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'sessions'")
    answer = Api().get("/health/ready")
    assert_problem(answer, 503, "service.unavailable")
    assert "manage.py migrate" in answer.body["detail"]


@pytest.mark.parametrize("path", ["organizations/nobody", "nowhere", "stats?x=1", "tokens", "%00"])
def test_a_refusal_is_kept_by_nobody(stranger: Api, path: str) -> None:
    assert stranger.get(path).headers["Cache-Control"] == "no-store"
