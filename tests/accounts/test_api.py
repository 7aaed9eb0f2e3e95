"""One's own tokens over HTTP."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from apps.accounts.models import ApiToken
from tests.clients import Api

READER = {"name": "ci", "scopes": ["read"]}


def test_a_token_shows_its_secret_once(api: Api) -> None:
    made = api.post("tokens", READER)

    assert made.status == 201
    assert made.headers["Location"].endswith(f"/api/v1/tokens/{made.body['id']}")
    assert made.headers["Cache-Control"] == "no-store"
    secret = made.body.pop("secret")
    assert Api(secret).get("stats").status == 200
    shown = api.get(f"tokens/{made.body['id']}").body
    assert {**shown, "last_used_at": None} == made.body
    assert secret not in str(api.get("tokens").body)


def test_a_token_knows_the_minute_of_its_last_use(api: Api) -> None:
    made = api.post("tokens", READER).body
    program = Api(made["secret"])

    program.get("stats")
    first = ApiToken.objects.get(id=made["id"]).last_used_at
    program.get("stats")
    assert first is not None
    assert ApiToken.objects.get(id=made["id"]).last_used_at == first

    ApiToken.objects.filter(id=made["id"]).update(last_used_at=first - timedelta(minutes=2))
    program.get("stats")
    again = ApiToken.objects.get(id=made["id"]).last_used_at
    assert again is not None
    assert again >= first


def test_a_revoked_token_opens_nothing(api: Api) -> None:
    made = api.post("tokens", READER).body

    assert api.delete(f"tokens/{made['id']}", reason="leaked").status == 204

    assert Api(made["secret"]).get("stats").status == 401
    assert api.get(f"tokens/{made['id']}").body["revoked_at"] is not None


def test_others_tokens_are_not_there(api: Api, stranger: Api, person: Callable[..., Any]) -> None:
    made = api.post("tokens", READER).body
    ada = person("ada").api

    assert ada.get(f"tokens/{made['id']}").status == 404
    assert ada.delete(f"tokens/{made['id']}").status == 404
    assert made["id"] not in str(ada.get("tokens").body)
    assert stranger.get("tokens").status == 401


class TestATokenForOneSource:
    @pytest.fixture
    def narrow(self, api: Api) -> Api:
        api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
        for slug in ("sp", "tr"):
            source = {"organization": "uniprot", "slug": slug, "name": slug}
            api.post("sources", {**source, "source_type": "database"})
            api.post(f"sources/uniprot/{slug}/versions", {})
        made = api.post("tokens", {"name": "sp", "scopes": ["write"], "source": "uniprot/sp"})
        return Api(made.body["secret"])

    def test_writes_there(self, narrow: Api) -> None:
        assert narrow.post("sources/uniprot/sp/versions", {}).status == 201

    def test_writes_nowhere_else(self, narrow: Api) -> None:
        for refused in (
            narrow.post("sources/uniprot/tr/versions", {}),
            narrow.patch("organizations/uniprot", {"name": "X"}),
            narrow.post("organizations", {"slug": "x", "name": "X"}),
            narrow.post("tokens", READER),
            narrow.post("sources/uniprot/sp/versions/1.0.0/publish"),
        ):
            assert (refused.status, refused.body["code"]) == (403, "auth.forbidden")

    def test_sees_no_wider_token(self, narrow: Api, api: Api) -> None:
        wide = api.post("tokens", READER).body

        assert [token["name"] for token in narrow.get("tokens").body["results"]] == ["sp"]
        assert narrow.get(f"tokens/{wide['id']}").status == 404
        assert len(api.get("tokens").body["results"]) > 2

    def test_is_not_made_with_another_organization(self, narrow: Api, api: Api) -> None:
        api.post("organizations", {"slug": "go", "name": "GO"})
        bound = {**READER, "source": "uniprot/sp"}

        assert api.post("tokens", {**bound, "organization": "uniprot"}).status == 201
        refused = api.post("tokens", {**bound, "organization": "go"})
        assert (refused.status, refused.body["errors"][0]["field"]) == (400, "source")

    def test_sees_drafts_there_alone(self, narrow: Api) -> None:
        assert narrow.get("sources/uniprot/sp/versions/1.0.0").status == 200
        assert narrow.get("sources/uniprot/tr/versions/1.0.0").status == 404


@pytest.mark.parametrize(
    "body",
    [
        {"scopes": ["read"]}, {"name": "x", "scopes": []}, {"name": "x", "scopes": ["all"]},
        {**READER, "expires_at": "2001-01-01T00:00:00Z"}, {**READER, "expires_at": "soon"},
        {**READER, "user": "root"}, {"name": "", "scopes": ["read"]},
        {**READER, "source": "no-slash"}, {**READER, "source": "uniprot/"},
    ],
)  # fmt: skip
def test_a_token_without_sense_is_refused(api: Api, body: Any) -> None:
    assert api.post("tokens", body).status == 400


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ({"organization": "nowhere"}, "organization.not_found"),
        ({"source": "nowhere/x"}, "source.not_found"),
    ],
)
def test_a_token_for_what_is_not_there_is_refused(
    api: Api, limit: dict[str, str], code: str
) -> None:
    refused = api.post("tokens", {**READER, **limit})

    assert (refused.status, refused.body["code"]) == (404, code)
