"""The index page that a web server makes of a folder: Apache's, nginx's, or alike."""

from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit


def folders_in(page: bytes, address: str) -> tuple[str, ...]:
    """The names of the folders right below, each once, in the order of the page.

    Only names are taken from a page: whatever host its links lead to, nobody is sent there.
    """
    links = _Links()
    links.feed(page.decode("utf-8", "replace"))
    here = _path(address).rstrip("/") + "/"
    paths = (_path(_joined(address, link)) for link in links.found)
    names = (path.removeprefix(here) for path in paths if path.startswith(here))
    folders = (name.removesuffix("/") for name in names if name.count("/") <= name.endswith("/"))
    return tuple(dict.fromkeys(name for name in folders if name))


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.found.extend(value for name, value in attrs if name == "href" and value)


def _joined(address: str, link: str) -> str:
    try:
        return urljoin(address, link.strip())
    except ValueError:
        return ""


def _path(address: str) -> str:
    return unquote(urlsplit(address).path)
