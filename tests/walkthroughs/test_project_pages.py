"""A lab's pages as its people meet them in a browser: signed in, by keyboard, on a telephone."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser import NARROW, WIDE, Watched, barriers, follow, picture
from tests.walkthroughs.conftest import PASSWORD, ROOT, Registry

ATTACK = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
SCREEN, UNLOCKED = "/projects/screeners/insulin-screen", f"/projects/screeners/{'long-' * 19}name"
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"dark": False, "size": WIDE},
    "dark": {"dark": True, "size": WIDE},
    "narrow": {"dark": False, "size": NARROW},
}
MANY = [f"screeners:reads@>=1,<{n}" for n in range(100, 205)]


@pytest.fixture(scope="module")
def screeners(served: Registry, token: str) -> None:
    """A lab with ada, its owner: one project with a long life, one at its beginning."""
    for name in ("ada", "stranger"):
        _account(served, name)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=f"{served.address}/api/v1/", headers=headers, timeout=60) as api:
        for method, path, body in _life():
            answer = api.request(method, path, json=body)
            assert answer.is_success, answer.text


def _account(registry: Registry, name: str) -> None:
    subprocess.run(
        [sys.executable, "manage.py", "create_user", name], input=PASSWORD, text=True,
        cwd=ROOT, env=registry.environment, check=True, capture_output=True, timeout=120,
    )  # fmt: skip


def _life() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """What was done in that lab, request by request."""
    yield "POST", "organizations", {"slug": "screeners", "name": "Those who screen"}
    yield "PUT", "organizations/screeners/members/ada", {"role": "owner"}
    for slug in ("reads", "calls", "genes", "masks"):
        about = {"organization": "screeners", "slug": slug, "name": slug, "source_type": "other"}
        yield "POST", "sources", {**about, "license": "CC-BY-4.0"}
        yield from _release(slug, "2025/1", "2025-01-10", "1.0.0")
    told = {"organization": "screeners", "description": ATTACK}
    yield "POST", "projects", {"name": UNLOCKED.rpartition("/")[2], **told}
    yield "PUT", f"{UNLOCKED[1:]}/manifest", {"sources": MANY}
    told["description"] = "Which residues of insulin its receptor holds on to."
    yield "POST", "projects", {"name": "insulin-screen", "watch": True, **told}
    pins = [f"screeners:{slug}@1.0.0" for slug in ("calls", "genes", "masks")]
    for specs in (pins, [*pins, "uniprot:P01308", *MANY]):
        yield "PUT", f"{SCREEN[1:]}/manifest", {"sources": specs, "tools": []}
        yield "PUT", f"{SCREEN[1:]}/lock", {}
    yield from _release("reads", "2025/2", "2025-07-10", "1.1.0")
    yield from _release("calls", "2025/2", "2025-07-10", "1.1.0")
    because: dict[str, Any] = {"reason": ATTACK, "superseded_by": "screeners:calls@1.1.0"}
    yield "POST", "sources/screeners/calls/versions/1.0.0/deprecate", because
    yield "POST", "sources/screeners/masks/versions/1.0.0/yank", {"reason": "Miscounted."}
    yield "POST", f"{SCREEN[1:]}/reconcile", {"reason": "The reviewer asks."}


def _release(slug: str, name: str, day: str, number: str) -> Iterator[tuple[str, str, Any]]:
    at = f"sources/screeners/{slug}/versions"
    yield "POST", at, {"external_version": name, "release_date": day}
    yield "POST", f"{at}/{number}/publish", {}


def _signed_in(watched: Watched, name: str, address: str, **look: Any) -> Page:
    """A window of somebody's, who came to an address and signed in there."""
    page = watched.visit(address, **look)
    follow(page, page.get_by_role("main").get_by_role("link", name="Sign in"))
    page.get_by_label("User name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == address)
    return page


@pytest.mark.parametrize("look", LOOKS)
def test_nothing_on_the_pages_of_projects_keeps_people_out(
    watched: Watched, screeners: None, look: str, pictures: Path | None
) -> None:
    page = watched.visit("/projects/sign-in", **LOOKS[look])
    found = {"sign-in": _met(page, f"sign-in-{look}", pictures)}
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    found["refused"] = _met(page, f"sign-in-refused-{look}", pictures)
    page = _signed_in(watched, "ada", "/projects", **LOOKS[look])
    further = f"{SCREEN}?pins=100&moved=100"
    for name, address in {"projects": "/projects", "project": further, "new": UNLOCKED}.items():
        page.goto(address)
        found[name] = _met(page, f"{name}-{look}", pictures)
    assert {name: met for name, met in found.items() if met} == {}


def _met(page: Page, name: str, pictures: Path | None) -> list[str]:
    """What keeps people from using this page, or makes them scroll it sideways."""
    picture(page, name, pictures)
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*barriers(page), *([f"{wider} pixels wider than its window"] if wider > 0 else [])]


def test_a_lab_reads_by_keyboard_what_became_of_its_pins(watched: Watched, screeners: None) -> None:
    page = _signed_in(watched, "ada", "/projects", size=NARROW)
    link = page.get_by_role("link", name="screeners/insulin-screen")
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{SCREEN}")
    expect(page.get_by_text("2 unchanged, 105 newer, 1 deprecated, 1 yanked")).to_be_visible()
    moved = page.get_by_role("group", name="Pins that moved")
    expect(moved.get_by_role("row")).to_have_count(100)
    page.get_by_role("navigation", name="Pages of the pins that moved").get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**moved=100#reconciled")
    expect(moved.get_by_role("row")).to_have_count(7)
    page.get_by_role("group", name="Pins", exact=True).focus()
    page.keyboard.press("ArrowRight")


def test_what_a_lab_wrote_is_read_and_never_run(watched: Watched, screeners: None) -> None:
    page = _signed_in(watched, "ada", SCREEN)
    page.on("dialog", lambda shown: watched.complaints.append(shown.message))
    for address in (SCREEN, UNLOCKED, "/projects"):
        page.goto(address)
        expect(page.get_by_text("<script>").first).to_be_attached()


def test_a_stranger_is_told_that_there_is_no_such_project(
    watched: Watched, screeners: None, pictures: Path | None
) -> None:
    page = _signed_in(watched, "stranger", "/projects")
    expect(page.get_by_text("None yet")).to_be_visible()
    assert _met(page, "projects-none", pictures) == []
    page.goto(SCREEN)
    expect(page.get_by_role("heading", level=1)).to_have_text("Not Found")
    assert _met(page, "project-stranger", pictures) == []
    page.goto("/projects")
    follow(page, page.get_by_role("button", name="Sign out"))
    page.wait_for_url("**/")
    page.goto("/projects")
    expect(page.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible()
