"""What a client may keep: through the API, as clients meet it."""

from typing import Any

import pytest

from tests.clients import Api

ORGANIZATION = "organizations/uniprot"


@pytest.fixture(autouse=True)
def uniprot(api: Api) -> None:
    api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
    source = {"organization": "uniprot", "slug": "sp", "name": "SP", "source_type": "database"}
    api.post("sources", source)
    api.post("sources/uniprot/sp/versions", {"external_version": "2024_01"})
    api.post("sources/uniprot/sp/versions/2024_01/publish")


def reread(api: Api, path: str, tag: str) -> Any:
    return api.send("GET", path, if_none_match=tag)


class TestTags:
    @pytest.mark.parametrize(
        "path",
        [
            ORGANIZATION, "organizations", "sources", "sources/uniprot/sp",
            "sources/uniprot/sp/versions", "sources/uniprot/sp/versions/1.0.0", "stats",
            f"{ORGANIZATION}/audit", f"{ORGANIZATION}/members", f"{ORGANIZATION}/statistics",
        ],
    )  # fmt: skip
    def test_a_client_that_has_it_is_told_so(self, stranger: Api, path: str) -> None:
        first = stranger.get(path)
        tag = first.headers["ETag"]
        assert tag.startswith('"')

        again = reread(stranger, path, tag)

        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == tag
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
        assert "Authorization" in again.headers["Vary"]

    def test_a_change_gives_another(self, api: Api, stranger: Api) -> None:
        tag = stranger.get(ORGANIZATION).headers["ETag"]

        changed = api.patch(ORGANIZATION, {"name": "UniProt KB"})

        assert changed.headers["ETag"] != tag
        assert reread(stranger, ORGANIZATION, tag).status == 200
        assert reread(stranger, ORGANIZATION, changed.headers["ETag"]).status == 304

    def test_a_list_gets_another_when_a_row_of_it_changes(self, api: Api, stranger: Api) -> None:
        tag = stranger.get("organizations").headers["ETag"]

        api.patch(ORGANIZATION, {"name": "UniProt KB"})

        assert reread(stranger, "organizations", tag).status == 200

    @pytest.mark.parametrize("header", ["*", 'W/{}, "other"', '"other", {}'])
    def test_are_found_in_every_form_of_the_header(self, stranger: Api, header: str) -> None:
        tag = stranger.get(ORGANIZATION).headers["ETag"]

        assert reread(stranger, ORGANIZATION, header.format(tag)).status == 304


class TestIfMatch:
    @pytest.mark.parametrize("method", ["PATCH", "DELETE"])
    @pytest.mark.parametrize(
        "path", [ORGANIZATION, "sources/uniprot/sp", "sources/uniprot/sp/versions/1.1.0"]
    )
    def test_refuses_a_change_made_from_an_old_state(
        self, api: Api, path: str, method: str
    ) -> None:
        api.post("sources/uniprot/sp/versions", {"external_version": "draft"})
        body = {"reason": "late"} if method == "PATCH" else None

        refused = api.send(method, path, body=body, if_match='"old"')

        assert (refused.status, refused.body["code"]) == (412, "request.precondition_failed")
        assert api.get(path).status == 200

    def test_lets_a_change_made_from_the_present_state_pass(self, api: Api) -> None:
        tag = api.get(ORGANIZATION).headers["ETag"]

        assert api.send("PATCH", ORGANIZATION, body={"name": "New"}, if_match=tag).status == 200
        assert api.send("PATCH", ORGANIZATION, body={"name": "X"}, if_match=tag).status == 412


class TestHowLong:
    def test_the_catalogue_is_kept_for_a_minute(self, stranger: Api) -> None:
        kept = "max-age=60, stale-while-revalidate=600"

        assert stranger.get(ORGANIZATION).headers["Cache-Control"] == kept
        assert stranger.get("sources").headers["Cache-Control"] == kept

    def test_nothing_is_kept_of_what_was_asked_with_credentials(self, api: Api) -> None:
        answer = api.get(ORGANIZATION)

        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" in answer.headers

    @pytest.mark.parametrize("name", ["latest", "2024_01"])
    def test_another_name_says_which_version_it_means_for_now(
        self, stranger: Api, name: str
    ) -> None:
        answer = stranger.get(f"sources/uniprot/sp/versions/{name}")

        assert answer.headers["Cache-Control"] == "max-age=60"
        assert answer.headers["Content-Location"] == "/api/v1/sources/uniprot/sp/versions/1.0.0"


class TestOrigins:
    def test_any_page_may_read(self, stranger: Api) -> None:
        headers = stranger.get(ORGANIZATION).headers

        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in headers["Access-Control-Expose-Headers"]

    def test_a_page_may_ask_whether_it_may_send_its_token(self, stranger: Api) -> None:
        headers = stranger.send("OPTIONS", ORGANIZATION).headers

        assert "Authorization" in headers["Access-Control-Allow-Headers"]
        assert headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"

    def test_no_page_is_invited_to_write(self, api: Api) -> None:
        answer = api.patch(ORGANIZATION, {})

        assert "Access-Control-Allow-Origin" not in answer.headers
