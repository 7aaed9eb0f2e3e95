"""Folders are found in whatever index page a server makes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.ingestion.fetching.listings import folders_in

ADDRESS = "https://example.org/pub/previous_releases/"


def found(*links: str) -> tuple[str, ...]:
    page = "".join(f'<a href="{link}">{link}</a>' for link in links)
    return folders_in(page.encode(), ADDRESS)


@pytest.mark.parametrize(
    "link",
    [
        "release-2024_01/",
        "release-2024_01",
        "./release-2024_01/",
        "/pub/previous_releases/release-2024_01/",
        "https://example.org/pub/previous_releases/release-2024_01/",
        "http://mirror.example.com/pub/previous_releases/release-2024_01/",
        "release%2D2024_01/",
        "release-2024_01/?C=M;O=A#top",
        "../previous_releases/release-2024_01/",
        " release-2024_01/ ",
    ],
)
def test_a_link_to_a_folder_is_found_however_it_is_written(link: str) -> None:
    assert found(link) == ("release-2024_01",)


@pytest.mark.parametrize(
    "link",
    [
        "../",
        "/",
        "./",
        "",
        "?C=N;O=D",
        "#top",
        "/pub/",
        "https://example.org/",
        "release-2024_01/knowledgebase/",
        "/elsewhere/release-2024_01/",
        "mailto:help@example.org",
        "javascript:alert(1)",
        "http://[broken/",
    ],
)
def test_any_other_link_is_no_folder_below(link: str) -> None:
    assert found(link) == ()


def test_the_order_is_the_page_s_and_each_comes_once() -> None:
    assert found("b/", "a/", "b", "c/") == ("b", "a", "c")


def test_a_listing_of_apache_and_one_of_nginx_are_read() -> None:
    apache = (
        b'<table><tr><th><a href="?C=N;O=D">Name</a></th></tr><tr><td><a href="/pub/">Parent</a>'
        b'</td></tr><tr><td><a href="release-2023_05/">release-2023_05/</a></td><td>2023-11-08'
    )
    nginx = (
        b'<pre><a href="../">../</a>\r\n<a href="release-2023_05/">release-2023_05/</a>'
        b"         08-Nov-2023 14:00      -\r\n</pre>"
    )
    for page in (apache, nginx, apache.upper().replace(b"RELEASE", b"release")):
        assert folders_in(page, ADDRESS) == ("release-2023_05",)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_page(page: bytes) -> None:
    assert isinstance(folders_in(page, ADDRESS), tuple)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_any_links_lead_to_folders_below_or_nowhere(links: list[str]) -> None:
    for name in found(*(link.replace('"', "") for link in links)):
        assert name
        assert "/" not in name
