"""Who is behind a request, by the token in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client

from apps.accounts import commands
from apps.accounts.models import ApiToken, User
from apps.audit.models import AuditLog, AuditOrigin
from apps.audit.policy import AUDITORS, CURATORS
from apps.core.actor import Actor
from apps.core.services import services
from tests.builders import at, organization, person
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

GO = {"slug": "go", "name": "GO"}


def _with(authorization: str) -> Answer:
    return Api().send("GET", "organizations", HTTP_AUTHORIZATION=authorization)


def _is_unknown(answer: Answer) -> bool:
    return (answer.status, answer.body["code"], answer.headers["WWW-Authenticate"]) == (
        401, "auth.invalid", "Bearer",
    )  # fmt: skip


@pytest.fixture
def token(db: None) -> str:
    """Ada's, for everything she may."""
    person("ada", groups=[CURATORS])
    return make_token("ada")


def test_a_token_stands_for_its_user_and_their_groups(token: str) -> None:
    with leaves_trace("create_organization", "organization.created") as row:
        assert Api(token).post("organizations", GO).status == 201
    assert row.actor_label == "ada"
    assert row.user_id == User.objects.get(username="ada").id
    assert row.token_id == ApiToken.objects.get().id
    assert AuditOrigin.objects.get(audit_id=row.id).ip_address == "127.0.0.1"


def test_the_scheme_is_known_in_any_case(token: str) -> None:
    for scheme in ("Bearer", "bearer", "BEARER"):
        assert _with(f"{scheme} {token}").status == 200


def test_a_token_under_another_scheme_is_none(token: str) -> None:
    for scheme in ("Token", "Basic", "Bearer:", "xBearer"):
        assert _is_unknown(_with(f"{scheme} {token}"))


def test_a_stranger_may_read_and_is_asked_to_sign_in_to_write(stranger: Api) -> None:
    assert stranger.get("organizations").status == 200
    with leaves_no_trace():
        answer = stranger.post("organizations", GO)
    assert (answer.status, answer.body["code"]) == (401, "auth.required")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer bdp_unknown", "Bearer", "Bearer ", "Bearer  ", "Bearer a b", "Bearer \xe9",
        "Bearer \xc3\xa9", "Bearer bdp_\x00", "Basic YWRhOmFkYQ==", "Token bdp_x", "bdp_x", "é",
        "Bearer " + "x" * 5000, ",", "Bearer,bdp_x",
    ],
    ids=lambda text: ascii(text[:20]),
)  # fmt: skip
def test_what_is_no_valid_credential_is_refused_even_for_reading(
    db: None, authorization: str
) -> None:
    with leaves_no_trace():
        assert _is_unknown(_with(authorization))


def test_a_token_differs_in_every_letter(token: str) -> None:
    for wrong in (token[:-1], f"{token}x", token.swapcase(), token.removeprefix("bdp_")):
        assert _is_unknown(_with(f"Bearer {wrong}"))


def test_an_expired_token_is_refused_from_its_last_instant_on(token: str) -> None:
    end = services.clock.now() + timedelta(days=1)
    limited = make_token("ada", expires_at=end)
    with at(end - timedelta(seconds=1)):
        assert Api(limited).get("organizations").status == 200
    for late in (end, end + timedelta(days=30)):
        with at(late), leaves_trace("refused_token") as row:
            assert _is_unknown(Api(limited).get("organizations"))
        assert row.metadata["incident"]["why"] == "expired"


def test_a_revoked_token_is_refused_and_its_use_is_an_incident(token: str, operator: Actor) -> None:
    made = ApiToken.objects.get()
    commands.revoke_token(actor=operator, token_id=made.id)
    with leaves_trace("refused_token") as row:
        answer = Api(token).send("POST", "organizations", body=GO, HTTP_USER_AGENT="curl/8")
    assert _is_unknown(answer)
    assert (row.actor_label, row.user_id, row.token_id) == ("ada", made.user_id, made.id)
    assert (row.entity_type, row.metadata["incident"]["why"]) == ("registry", "revoked")
    assert str(row.request_id) == answer.headers["X-Request-ID"]
    origin = AuditOrigin.objects.get(audit_id=row.id)
    assert (origin.ip_address, origin.user_agent) == ("127.0.0.1", "curl/8")
    assert token not in str(row.metadata)


def test_the_incident_is_kept_though_the_request_is_refused(
    committed: None, operator: Actor
) -> None:
    person("ada")
    token = make_token("ada")
    commands.revoke_token(actor=operator, token_id=ApiToken.objects.get().id)
    assert _is_unknown(Api(token).get("organizations"))
    connection.close()
    assert AuditLog.objects.filter(action="refused_token").count() == 1


def test_who_has_left_is_unknown(token: str) -> None:
    User.objects.filter(username="ada").update(is_active=False)
    with leaves_trace("refused_token") as row:
        assert _is_unknown(Api(token).get("organizations"))
    assert row.metadata["incident"]["why"] == "deactivated"


def test_what_a_user_may_no_longer_do_their_token_may_not(token: str) -> None:
    User.objects.get(username="ada").groups.clear()
    with leaves_no_trace():
        answer = Api(token).post("organizations", GO)
    assert (answer.status, answer.body["code"]) == (403, "auth.forbidden")


def test_a_token_for_reading_writes_nothing(token: str) -> None:
    reader = Api(make_token("ada", "read"))
    with leaves_no_trace():
        answer = reader.post("organizations", GO)
    assert (answer.status, answer.body["code"]) == (403, "auth.forbidden")
    assert "“admin”" in answer.body["detail"]


def test_a_token_for_one_organization_leaves_the_others_alone(token: str) -> None:
    organization("uniprot")
    organization("ncbi")
    limited = Api(make_token("ada", organization="uniprot"))
    assert limited.patch("organizations/uniprot", {"name": "The UniProt"}).status == 200
    with leaves_no_trace():
        assert limited.patch("organizations/ncbi", {"name": "Mine"}).status == 403
        assert limited.post("organizations", GO).status == 403


def test_knowing_somebody_takes_one_statement(
    committed: None, django_assert_num_queries: Any
) -> None:
    person("ada", groups=[CURATORS, AUDITORS])
    token = make_token("ada")
    with django_assert_num_queries(2, using="replica"):  # who it is, and the list
        assert Api(token).get("organizations").status == 200


def test_somebody_who_signed_in_by_form_is_known_too(db: None, operator: Actor) -> None:
    commands.create_user(
        actor=operator, username="ada", password="correct horse 17", groups=[CURATORS]
    )
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(User.objects.get(username="ada"))
    answer = browser.post("/api/v1/organizations", GO, content_type="application/json")
    assert answer.status_code == 403, "a form of another site cannot write in their name"
    trusting = Client()
    trusting.force_login(User.objects.get(username="ada"))
    assert trusting.post("/api/v1/organizations", GO, "application/json").status_code == 201
    row = AuditLog.objects.get(action="create_organization")
    assert (row.actor_label, row.token_id) == ("ada", None)


def test_signing_in_writes_a_session_and_nothing_else(db: None, operator: Actor) -> None:
    commands.create_user(actor=operator, username="ada", password="correct horse 17")
    before = _rows()
    form = {"username": "ada", "password": "correct horse 17"}
    assert Client().post("/projects/sign-in", form).status_code == 302
    after = _rows()
    changed = {label for label in after if after[label] != before[label]}
    of_the_trail = {label for label in changed if label.startswith("audit.")}
    assert changed - of_the_trail == {"sessions.Session"}
    assert "audit.AuditLog" in of_the_trail


def _rows() -> dict[str, list[tuple[Any, ...]]]:
    return {
        model._meta.label: sorted(model._default_manager.values_list(), key=str)
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy
    }
