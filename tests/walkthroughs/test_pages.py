"""The registry as somebody meets it in a browser: what they find, and nothing that complains."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import NARROW, WIDE, Watched, barriers, follow, picture
from tests.walkthroughs.conftest import PASSWORD, Registry

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"dark": False, "size": WIDE},
    "dark": {"dark": True, "size": WIDE},
    "narrow": {"dark": False, "size": NARROW},
}
PAGES = {
    "first": "/",
    "search": "/search?q=insulin",
    "nothing-found": "/search?q=insulin&type=genome",
    "browse": "/search?type=protein",
    "organization": "/uniprot",
    "source": "/uniprot/uniprot",
    "release": "/uniprot/swissprot-sample/latest",
    "protein": "/uniprot/P01308/1.0.0",
    "deprecated": "/lab/odd/1.0.0",
    "yanked": "/lab/odd/1.1.0",
    "archived": "/lab/odd",
    "not-found": "/lab/nothing",
}


@pytest.fixture(scope="module")
def lab(served: Registry, token: str) -> None:
    """An organization that says odd things, with versions in every state."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{served.address}/api/v1/", headers=headers, timeout=30) as api:
        for path, body in _odd():
            answer = api.post(path, json=body)
            assert answer.is_success, answer.text


def _odd() -> Iterator[tuple[str, dict[str, object]]]:
    told: dict[str, object] = {"name": ATTACK, "description": ATTACK, "license": "other"}
    yield "organizations", {"slug": "lab", "citation": ATTACK, **told}
    odd = {"organization": "lab", "slug": "odd", "source_type": "other", "tags": [ATTACK]}
    yield "sources", {**odd, **told, "license_note": ATTACK}
    at = "sources/lab/odd/versions"
    for number, name in enumerate(("2024/1", "2024/2", "2024/3")):
        told = {"external_version": name, "release_date": f"2024-0{number + 1}-01"}
        yield at, {**told, "release_notes": ATTACK}
        yield f"{at}/1.{number}.0/publish", {}
    because: dict[str, object] = {"reason": ATTACK, "superseded_by": "lab:odd@1.2.0"}
    yield f"{at}/1.0.0/deprecate", because
    yield f"{at}/1.1.0/yank", {"reason": ATTACK}
    yield "sources/lab/odd/archive", {"reason": ATTACK}


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_on_any_page_keeps_people_out(
    watched: Watched, lab: None, look: str, pictures: Path | None
) -> None:
    found = {}
    for name, address in PAGES.items():
        page = watched.visit(address, **LOOKS[look])
        if met := barriers(page):
            found[name] = met
        assert _sideways(page) <= 0, f"{name} is wider than its window"
        picture(page, f"{name}-{look}", pictures)
        page.close()
    assert found == {}


def test_somebody_finds_a_protein_and_copies_what_names_it(watched: Watched) -> None:
    page = watched.visit("/")
    page.get_by_role("combobox").press_sequentially("insul")
    page.get_by_role("option", name="Insulin").wait_for()
    assert barriers(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/uniprot/P01308")
    follow(page, page.get_by_role("link", name="1.0.0").first)
    expect(page.get_by_text("Homo sapiens")).to_be_visible()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy uniprot:P01308@1.0.0").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "uniprot:P01308@1.0.0"


def test_suggestions_go_away_and_the_question_is_asked_all_the_same(watched: Watched) -> None:
    page = watched.visit("/")
    box = page.get_by_role("combobox")
    box.press_sequentially("insul")
    page.get_by_role("option", name="Insulin").wait_for()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=insul")
    follow(page, page.get_by_role("link", name="Insulin", exact=True))
    page.wait_for_url("**/uniprot/P01308")


def test_without_scripts_everything_can_be_reached(watched: Watched) -> None:
    page = watched.visit("/", scripts=False)
    page.get_by_role("searchbox").fill("P01308")
    follow(page, page.get_by_role("button", name="Search"))
    follow(page, page.get_by_role("link", name="Insulin"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Insulin")
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_the_timeline_is_walked_by_keyboard(watched: Watched) -> None:
    page = watched.visit("/uniprot/uniprot")
    bar = page.get_by_role("link", name="2024: 6")
    bar.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**since=2024-01-01&until=2024-12-31**")
    expect(page.locator(".versions li")).to_have_count(6)
    assert barriers(page) == []


def test_what_people_wrote_is_read_and_never_run(watched: Watched, lab: None) -> None:
    for address in ("/lab", "/lab/odd", "/lab/odd/1.0.0", "/search?q=odd", f"/search?q={ATTACK}"):
        page = watched.visit("about:blank")
        page.on("dialog", lambda shown: watched.complaints.append(shown.message))
        page.goto(address)
        expect(page.get_by_text("<script>").first).to_be_visible()
        page.close()


def test_who_signs_in_sees_their_name_and_their_drafts(
    watched: Watched, lab: None, client: httpx.Client
) -> None:
    assert client.post("sources/lab/odd/versions", json={"external_version": "next"}).is_success
    page = watched.visit("/lab/odd")
    expect(page.get_by_role("link", name="next")).to_have_count(0)
    follow(page, page.get_by_role("link", name="Sign in"))
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(PASSWORD)
    follow(page, page.get_by_role("button", name="Log in"))
    page.goto("/lab/odd")
    expect(page.get_by_role("link", name="admin")).to_be_visible()
    follow(page, page.get_by_role("link", name="next"))
    expect(page.get_by_text("A draft.")).to_be_visible()


def test_the_page_that_explains_the_api_keeps_to_the_same_policy(watched: Watched) -> None:
    page = watched.visit("/docs")
    page.wait_for_url("**/api/v1/docs")
    expect(page.locator(".opblock").first).to_be_visible(timeout=20_000)


def _sideways(page: Page) -> int:
    """By how much the page is wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert isinstance(wider, int)
    return wider
