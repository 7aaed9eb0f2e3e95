"""A browser as people use one: the machine's own Chromium, and what it has to complain of."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Response, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
WIDE, NARROW = (1280, 900), (360, 740)

expect.set_options(timeout=30_000)


@contextmanager
def started() -> Iterator[Browser]:
    """Chromium without a window; the test is skipped on a machine that has none.

    It ends with the module that asked: as long as it runs, Django takes the thread for one of
    asyncio, and refuses the tests after it the database.
    """
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"no browser is here: install Debian's chromium ({', '.join(NAMES)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found)
        yield browser
        browser.close()


class Watched:
    """Pages of one browser, and whatever went wrong on any of them."""

    def __init__(self, browser: Browser, home: str) -> None:
        self._browser, self._home = browser, home
        self.complaints: list[str] = []

    def visit(
        self,
        address: str = "/",
        *,
        dark: bool = False,
        size: tuple[int, int] = WIDE,
        scripts: bool = True,
    ) -> Page:
        """A window of its own, nobody signed in, at an address of the registry."""
        page = self._browser.new_page(
            base_url=self._home,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            viewport={"width": size[0], "height": size[1]},
        )
        page.on("console", lambda said: self._said(said.type, said.text))
        page.on("pageerror", lambda error: self._said("error", str(error)))
        page.on("response", self._answered)
        page.goto(address)
        return page

    def _said(self, kind: str, text: str) -> None:
        # a page that is refused is no complaint of its own: `_answered` tells of what it lacks
        if kind == "error" and not text.startswith("Failed to load resource"):
            self.complaints.append(text)

    def _answered(self, response: Response) -> None:
        foreign = not response.url.startswith((self._home, "data:", "about:"))
        document = response.request.resource_type == "document"
        if foreign or (response.status >= 400 and not document):
            self.complaints.append(f"{response.status} {response.url}")


def follow(page: Page, leading: Locator) -> None:
    """Click what leads to another page, and go on when that one is there, whole.

    A click alone returns while the page it leads to is on its way: what is asked next would be
    asked of the page before, or of an empty one.
    """
    with page.expect_navigation():
        leading.click()


def barriers(page: Page) -> list[str]:
    """What keeps people from using the page, as axe-core finds it: the serious and critical."""
    page.wait_for_load_state()
    # what it would load of the styles again is kept from it by the policy
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:160]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def picture(page: Page, name: str, folder: Path | None) -> None:
    """A picture of the whole page, where somebody said that they want to look at it."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)
