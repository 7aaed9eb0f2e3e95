"""The registry as somebody meets it in a browser."""

from playwright.sync_api import expect

from tests.browser import Watched, barriers


def test_the_first_page_greets(watched: Watched) -> None:
    page = watched.visit("/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert barriers(page) == []
