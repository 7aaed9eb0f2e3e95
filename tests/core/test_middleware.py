"""What every answer carries, and what no address may hold."""

from typing import Any
from uuid import UUID

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from apps.accounts.models import User
from apps.core import db
from apps.core.actor import Actor
from apps.core.middleware import request_context
from apps.core.services import services
from tests.clients import Api
from tests.core.test_http import assert_page, assert_problem


def test_every_answer_has_an_id_of_its_own(api: Api) -> None:
    answers = [
        api.get("organizations"),
        api.get("nowhere"),
        api.get("organizations", limit="0"),
        api.get("organizations", q="\0"),
        api.send("PUT", "stats"),
        api.send("OPTIONS", "stats"),
        api.post("organizations", {"slug": "uniprot", "name": "UniProt"}),
        api.get("/health/live"),
        api.get("/admin/"),
        api.get("/"),
    ]
    ids = [UUID(answer.headers["X-Request-ID"]) for answer in answers]
    assert len(set(ids)) == len(answers)
    assert ids == sorted(ids), "they sort by time"


def test_a_file_that_the_first_page_asks_for_has_one_too() -> None:
    answer = Client().get("/static/bdp.css")
    assert UUID(answer["X-Request-ID"]).version == 7
    answer.close()


def test_the_trail_has_the_id_that_the_client_was_told(api: Api) -> None:
    created = api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
    (row,) = api.get("organizations/uniprot/audit").body["results"]
    assert row["request_id"] == created.headers["X-Request-ID"]


def test_an_id_that_the_client_made_up_is_not_taken(stranger: Api) -> None:
    mine = "01890a5d-ac96-774b-bcce-b302099a8057"
    answer = stranger.send("GET", "stats", HTTP_X_REQUEST_ID=mine)
    assert answer.headers["X-Request-ID"] != mine


@pytest.mark.parametrize(
    "path",
    [
        "organizations/%00", "organizations/uni%00prot", "organizations/%EF%BF%BD", "%00",
        "organizations?q=%00", "organizations?q=%ff", "organizations?%00=1", "organizations?%ff=1",
        "organizations?q=a&q=b%00", "organizations?cursor=%ED%A0%80",
    ],
)  # fmt: skip
def test_an_address_that_no_table_could_hold_is_refused(stranger: Api, path: str) -> None:
    answer = stranger.get(path)
    assert_problem(answer, 400, "request.invalid")
    assert "UTF-8" in answer.body["detail"]


def test_a_person_with_such_an_address_gets_a_page(stranger: Api) -> None:
    assert_page(stranger.get("/%00"), 400)
    assert_page(stranger.get("/?q=%ff"), 400)


@pytest.mark.parametrize("slug", ["%ff", "%C3", "%ED%A0%80", "uni%feprot"])
def test_broken_bytes_in_a_path_name_nothing(stranger: Api, slug: str) -> None:
    # Django spells them out before any middleware sees them: “%FF” is text like any other
    assert_problem(stranger.get(f"organizations/{slug}"), 404, "organization.not_found")


@pytest.mark.parametrize("slug", ["%E9%85%B5%E6%AF%8D", "Zo%C3%AB", "a%20b", "%F0%9F%A7%AC"])
def test_other_scripts_are_addresses_like_any_other(stranger: Api, slug: str) -> None:
    assert_problem(stranger.get(f"organizations/{slug}"), 404, "organization.not_found")


def test_more_parameters_than_anybody_needs_are_refused(stranger: Api) -> None:
    asked = "&".join(f"p{number}=1" for number in range(12_000))
    assert_problem(stranger.get(f"organizations?{asked}"), 400, "request.invalid")


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/api/v1/docs", "organizations", "nowhere"])
def test_a_browser_shows_nothing_of_others(stranger: Api, path: str) -> None:
    told = stranger.get(path).headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "frame-ancestors 'none'", "object-src 'none'"} <= set(told)


def test_a_program_has_no_session_and_a_browser_has(stranger: Api, curie: object) -> None:
    browser = Api(user=User.objects.get(username="curie"))
    assert stranger.get("tokens").status == 401
    assert "Vary" not in stranger.get("nowhere").headers
    assert browser.get("tokens").status == 200
    assert "Cookie" in browser.get("tokens").headers["Vary"]


@pytest.mark.parametrize("path", ["/api/v1/stats", "/api/v1/sources/a/b", "/health/live", "/"])
def test_who_asks_for_the_head_gets_no_body_but_its_length(db: None, path: str) -> None:
    """As the web server gets it: it would complain of a body that nobody asked for."""
    answers: Any = (
        WSGIHandler().get_response(RequestFactory(HTTP_HOST="localhost").generic(method, path))
        for method in ("GET", "HEAD")
    )
    whole, head = answers
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert int(head["Content-Length"]) == len(whole.content) > 0


def test_reading_ones_own_writes_ends_with_the_request() -> None:
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(db._pinned.get())
        db.pin_to_primary()
        return HttpResponse()

    with services.replaced(replica_may_lag=True):
        for _ in range(2):
            request_context(view)(HttpRequest())
    assert seen == [False, False]


def test_an_actor_is_made_of_the_request_and_its_person(curie: object) -> None:
    request = HttpRequest()
    request.user = User.objects.get(username="curie")
    request.META |= {
        "bdp.request_id": UUID(int=7),
        "REMOTE_ADDR": "192.0.2.1",
        "HTTP_USER_AGENT": "x" * 600,
    }
    actor = Actor.from_request(request)
    assert (actor.label, actor.user_id, actor.is_superuser) == ("curie", request.user.pk, True)
    assert (actor.ip_address, actor.user_agent) == ("192.0.2.1", "x" * 500)
    assert (actor.is_anonymous, actor.is_system, actor.grant) == (False, False, None)
