"""Where pages stand, what leads to them, what may be kept of them, and how refusals look."""

import pytest

from tests import builders
from tests.clients import Answer, Api
from tests.pages.reading import read
from tests.records import record
from tests.releases import ingest

SCRIPTS = ("script-src", "unsafe-inline", "unsafe-eval")


def refused(answer: Answer, status: int) -> str:
    """What a page says of a refusal."""
    assert answer.status == status
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-store"
    return read(answer.body).text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/uniprot/", "/uniprot"),
        ("/UniProt", "/uniprot"),
        ("/uniprot/SPROT", "/uniprot/sprot"),
        ("/uniprot/sprot/", "/uniprot/sprot"),
        ("/UniProt/Sprot/2024_01", "/uniprot/sprot/2024_01"),
        ("/uniprot/sprot/2024_01/", "/uniprot/sprot/2024_01"),
        ("/uniprot/SPROT?since=2024-01-01", "/uniprot/sprot?since=2024-01-01"),
        ("/search/", "/search"),
        ("/admin", "/admin/"),
        ("/docs", "/api/v1/docs"),
        ("/docs/", "/api/v1/docs"),
        ("/api", "/api/v1/docs"),
    ],
)
def test_every_other_spelling_leads_to_the_one_address(
    swissprot: str, asked: str, told: str
) -> None:
    answer = Api().get(asked)
    assert (answer.status, answer.headers["Location"]) == (302, told)


def test_an_id_leads_to_the_slug(swissprot: str) -> None:
    found = Api().get("sources/uniprot/sprot").body
    owner = Api().get("organizations/uniprot").body["id"]
    assert Api().get(f"/{owner}").headers["Location"] == "/uniprot"
    assert Api().get(f"/{owner}/{found['id']}").headers["Location"] == "/uniprot/sprot"


@pytest.mark.parametrize("address", ["//evil.example/", "/\\evil.example/", "//evil.example/x/"])
def test_no_address_leads_elsewhere(swissprot: str, address: str) -> None:
    answer = Api().send("GET", address)
    assert not answer.headers.get("Location", "/").startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(
    "name", ["release/2024", "a?b#c", "50 %", "é", "x/y/z/", "//", "1.0.0/changes", "..x"]
)
def test_whatever_a_publisher_calls_a_version_its_page_is_found(db: None, name: str) -> None:
    from urllib.parse import quote

    builders.organization()
    builders.source("s.prot-1.0")
    builders.release(name, "uniprot/s.prot-1.0")
    answer = Api().get(f"/uniprot/s.prot-1.0/{quote(name)}")
    assert answer.status == 200
    assert answer.headers["Content-Location"] == "/uniprot/s.prot-1.0/1.0.0"
    again = Api().get(f"/UNIPROT/s.prot-1.0/{quote(name)}").headers["Location"]
    assert Api().get(again).body == answer.body


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/nobody", "There is no organization"),
        ("/uniprot/nothing", "There is no source"),
        ("/uniprot/sprot/2030_01", "has no version “2030_01”"),
        ("/projects/ada", "Nothing is here"),
        ("/projects/ada/mine/further", "Nothing is here"),
        ("/metrics", "Nothing is here"),
        ("/static/nothing.css", "Nothing is here"),
        ("/search?org=nobody&q=x", "There is no organization"),
    ],
)
def test_what_is_not_there_is_told_on_a_page(swissprot: str, address: str, told: str) -> None:
    assert told in refused(Api().get(address), 404)


@pytest.mark.parametrize(
    "address",
    [
        "/uniprot?cursor=x", "/uniprot/sprot?cursor=WyJ4Il0", "/uniprot/sprot?since=yesterday",
        "/uniprot?type=poem", "/search?type=poem", "/search?q=x&cursor=x", "/uniprot?history=x",
        "/uniprot/%00", "/uniprot/sprot/%EF%BF%BD",
    ],
)  # fmt: skip
def test_what_cannot_be_understood_is_told_on_a_page(swissprot: str, address: str) -> None:
    refused(Api().get(address), 400)


def test_unknown_words_in_an_address_are_let_pass(swissprot: str) -> None:
    assert Api().get(f"{swissprot}?utm_source=mail").status == 200


def test_programs_still_get_their_problems_below_the_base(swissprot: str) -> None:
    for path in ("nothing", "organizations/", "sources/a/b/c/d"):
        answer = Api().get(f"/api/v1/{path}")
        assert (answer.status, answer.body["code"]) == (404, "request.not_found")


def test_a_name_of_two_contents_leads_to_both(db: None) -> None:
    builders.organization()
    ingest(record("P00001"), release="2026_01", source="swissprot")
    ingest(record("P00001", keyword="Hormone"), release="2026_01", source="other")
    answer = Api().get("/uniprot/P00001/2026_01")
    told = refused(answer, 409)
    assert "hold different contents" in told
    assert {"/uniprot/P00001/1.0.0", "/uniprot/P00001/1.1.0"} <= set(read(answer.body).links)


def test_who_has_a_page_already_is_told_so(swissprot: str) -> None:
    for address in ("/", "/search?q=sprot", "/uniprot", swissprot, f"{swissprot}/1.1.0"):
        first = Api().get(address)
        assert first.headers["Cache-Control"] == "max-age=60, stale-while-revalidate=600"
        assert "Cookie" in first.headers["Vary"]
        again = Api().send("GET", address, if_none_match=first.headers["ETag"])
        assert (again.status, again.body) == (304, b"")
    changed = first.headers["ETag"]
    builders.stand(builders.release("2024_03", on="2024-05-01"), "yanked")
    assert Api().send("GET", swissprot, if_none_match=changed).status == 200


def test_by_another_name_a_page_tells_where_it_always_stands(swissprot: str) -> None:
    for name in ("latest", "2024_01"):
        answer = Api().get(f"{swissprot}/{name}")
        assert answer.headers["Content-Location"] == f"{swissprot}/1.1.0"
        assert answer.headers["Cache-Control"] == "max-age=60"


def test_what_a_member_sees_nobody_else_is_shown(swissprot: str, member: Api) -> None:
    assert member.get(swissprot).headers["Cache-Control"] == "private, no-store"


def test_a_page_is_only_read(swissprot: str) -> None:
    assert Api().send("DELETE", swissprot).status in {403, 405}
    assert Api().send("HEAD", swissprot).body == b""


@pytest.mark.parametrize(
    "address", ["/", "/search", "/uniprot", "/nobody", "/admin/login/", "/api/v1/docs", "/api/v1/x"]
)
def test_no_page_may_run_or_load_what_is_not_ours(swissprot: str, address: str) -> None:
    policy = Api().get(address).headers["Content-Security-Policy"]
    told = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    assert told["default-src"] == "'self'"
    assert told["object-src"] == told["base-uri"] == told["frame-ancestors"] == "'none'"
    assert not [word for word in SCRIPTS if word in policy], "scripts fall under default-src"
