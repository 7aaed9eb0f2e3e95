"""A curator's day and an auditor's look at it, in a real browser, before a real server."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import NARROW, WIDE, Watched, barriers, follow, picture
from tests.walkthroughs.conftest import PASSWORD, ROOT, Registry

AtWork = Callable[..., AbstractContextManager[Page]]
LookedAt = Callable[[Page, str], None]


@pytest.fixture(scope="module")
def people(served: Registry) -> Registry:
    """A registry with a curator and an auditor, as an operator adds them."""
    for name, group in (("marie", "curator"), ("grace", "auditor")):
        made = subprocess.run(
            [sys.executable, "manage.py", "create_user", name, "--group", group], cwd=ROOT,
            env=served.environment, input=f"{PASSWORD}\n", capture_output=True, text=True,
            check=False, timeout=120,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
    return served


@pytest.fixture
def at_work(watched: Watched, people: Registry) -> AtWork:
    """A window in which somebody is signed in; no script fails or is kept from running."""

    @contextmanager
    def window(username: str, *, dark: bool = False, narrow: bool = False) -> Iterator[Page]:
        page = watched.visit("/admin/", dark=dark, size=NARROW if narrow else WIDE)
        page.set_default_timeout(20_000)
        page.get_by_label("Username").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        follow(page, page.get_by_role("button", name="Log in"))
        yield page

    return window


@pytest.fixture
def looked_at(pictures: Path | None) -> LookedAt:
    """Nothing on the page keeps somebody out, and nothing stands out of it at the side."""

    def look(page: Page, name: str) -> None:
        for choice in page.locator("select.admin-autocomplete:not([name*=__prefix__])").all():
            choice.locator("xpath=..").locator(".select2-selection[aria-label]").wait_for()
        picture(page, name, pictures)
        assert barriers(page) == [], name
        wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wider <= 0, f"{name} is {wider} pixels wider than its window"

    return look


def complete(page: Any, field: str, typed: str, chosen: str) -> None:
    """Choose from what completes what is typed."""
    page.locator(f".field-{field} .select2-selection").click()
    page.locator(".select2-search__field").fill(typed)
    page.locator(".select2-results__option", has_text=chosen).first.click()


def test_a_curator_works_through_a_day(at_work: AtWork, looked_at: LookedAt) -> None:
    with at_work("marie") as page:
        page.get_by_role("heading", name="Drafts waiting").wait_for()
        looked_at(page, "first-page")

        page.goto("/admin/organizations/organization/add/")
        page.get_by_label("Slug").fill("walk")
        page.get_by_label("Name:", exact=True).fill("Walkthrough <b>Institute</b>")
        looked_at(page, "add-organization")
        follow(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("was added successfully").wait_for()

        page.goto("/admin/organizations/organization/add/")
        page.get_by_label("Slug").fill("walk")
        page.get_by_label("Name:", exact=True).fill("Again")
        page.get_by_label("Citation").fill("Not to be lost.")
        follow(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("The slug “walk” is already taken.").wait_for()
        assert page.get_by_label("Citation").input_value() == "Not to be lost."
        looked_at(page, "refused")

        page.goto("/admin/sources/source/add/")
        complete(page, "organization", "walk", "walk")
        page.get_by_label("Slug").fill("steps")
        page.get_by_label("Name:", exact=True).fill("Steps")
        page.get_by_label("Source type").select_option("database")
        looked_at(page, "add-source")
        follow(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("was added successfully").wait_for()

        page.goto("/admin/versions/version/add/")
        complete(page, "source", "walk/steps", "walk/steps")
        page.get_by_label("External version").fill("2026_11")
        looked_at(page, "add-version")
        follow(page, page.get_by_role("button", name="Save and continue editing"))
        page.get_by_text("was added successfully").wait_for()
        looked_at(page, "draft")

        follow(page, page.get_by_role("button", name="Publish"))
        page.get_by_text("walk:steps@1.0.0”: published.").wait_for()
        looked_at(page, "published")

        follow(page, page.get_by_role("link", name="Deprecate…"))
        follow(page, page.get_by_role("button", name="Deprecate"))
        page.get_by_text("This field is required.").wait_for()
        page.get_by_label("Reason").fill("Counted twice.")
        looked_at(page, "reason")
        follow(page, page.get_by_role("button", name="Deprecate"))
        page.get_by_text("walk:steps@1.0.0”: deprecated.").wait_for()


def test_what_is_done_to_several_is_done_to_all_or_none(
    at_work: AtWork, looked_at: LookedAt
) -> None:
    with at_work("marie") as page:
        page.goto("/admin/versions/version/add/")
        complete(page, "source", "walk/steps", "walk/steps")
        follow(page, page.get_by_role("button", name="Save", exact=True))
        page.get_by_text("was added successfully").wait_for()
        page.goto("/admin/versions/version/?q=walk/steps")
        page.get_by_label("Select all objects on this page for an action").check()
        page.get_by_label("Action:").select_option("Publish the selected")
        follow(page, page.get_by_role("button", name="Go"))
        page.get_by_text("Nothing was changed. walk:steps@1.0.0").wait_for()
        looked_at(page, "refused-several")
        page.locator("#result_list tbody tr", has_text="draft").get_by_role("checkbox").check()
        page.get_by_label("Action:").select_option("Publish the selected")
        follow(page, page.get_by_role("button", name="Go"))
        page.get_by_text("1 published.").wait_for()


def test_what_the_curator_did_can_be_read_again(at_work: AtWork, looked_at: LookedAt) -> None:
    with at_work("marie") as page:
        page.goto("/admin/versions/version/?q=walk/steps@1.0.0")
        follow(page, page.locator("#result_list tbody tr a").first)
        follow(page, page.get_by_role("link", name="History"))
        page.get_by_role("heading", name="History").wait_for()
        assert "Counted twice." in page.content()
        looked_at(page, "history")
        follow(page, page.get_by_role("row", name="deprecate version").get_by_role("link").first)
        differs = page.get_by_role("row", name="status")
        assert differs.locator("del").inner_text() == "published"
        assert differs.locator("ins").inner_text() == "deprecated"
        looked_at(page, "difference")
        follow(page, page.get_by_role("link", name="Everything else in this request"))
        page.get_by_role("heading", name="Everything in one request").wait_for()

        for name in ("organizations/organization", "sources/source", "versions/version"):
            page.goto(f"/admin/{name}/")
            looked_at(page, f"list-{name.rpartition('/')[2]}")


def test_an_auditor_sees_the_trail_and_nothing_else(at_work: AtWork, looked_at: LookedAt) -> None:
    with at_work("grace") as page:
        page.get_by_role("heading", name="Pages").wait_for()
        looked_at(page, "auditor-first-page")
        assert page.get_by_role("link", name="Organizations").count() == 0
        follow(page, page.get_by_role("link", name="View", exact=True))
        page.get_by_label("Action", exact=True).select_option("deprecate_version")
        follow(page, page.get_by_role("button", name="Show"))
        page.get_by_role("row", name="walk/steps").first.wait_for()
        looked_at(page, "trail")
        with page.expect_download() as told:
            page.get_by_role("link", name="Export CSV").click()
        assert "Counted twice." in Path(told.value.path()).read_text()
        page.goto("/admin/sources/source/")
        page.get_by_text("“grace” (auditor) may not open this page").wait_for()
        looked_at(page, "forbidden")


@pytest.mark.parametrize(
    ("look", "of"),
    [
        ({"narrow": True}, "narrow"),
        ({"dark": True}, "dark"),
        ({"narrow": True, "dark": True}, "narrow-dark"),
    ],
    ids=["at 360 pixels", "in the dark", "both"],
)
def test_every_page_can_be_read(
    at_work: AtWork, looked_at: LookedAt, look: dict[str, Any], of: str
) -> None:
    with at_work("admin", **look) as page:
        looked_at(page, f"{of}-first-page")
        for address, name in (
            ("organizations/organization/", "organizations"), ("sources/source/", "sources"),
            ("versions/version/", "versions"), ("audit/auditlog/", "trail"),
            ("sources/source/add/", "add-source"), ("organizations/organization/?q=uni", "search"),
        ):  # fmt: skip
            page.goto(f"/admin/{address}")
            looked_at(page, f"{of}-{name}")
        page.goto("/admin/organizations/organization/?q=uniprot")
        follow(page, page.get_by_role("row", name="uniprot").get_by_role("link").first)
        looked_at(page, f"{of}-organization")
        follow(page, page.get_by_role("link", name="Delete…"))
        looked_at(page, f"{of}-verb")
        page.goto("/admin/audit/auditlog/")
        follow(page, page.locator("#result_list tbody tr a").first)
        looked_at(page, f"{of}-row")
