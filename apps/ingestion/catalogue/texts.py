"""What the registry takes as a slug, a name, an address; everything else is made fit or refused."""

import re
import unicodedata
from ipaddress import IPv4Address

from apps.core.references import ID_SHAPED
from apps.ingestion.catalogue.facts import Reason

NAME_LENGTH = 256
DESCRIPTION_LENGTH = 10_000
HOMEPAGE_LENGTH = 2000
RESERVED_SLUGS = frozenset(
    {"admin", "api", "docs", "health", "metrics", "projects", "search", "static"}
)

_SLUG_LENGTH = 100
_SLUG = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_HOMEPAGE = re.compile(
    r"https?://(?P<host>[A-Za-z0-9.-]{1,253})(?::[0-9]{1,5})?"
    r"(?:[/?#][!#$%&'()*+,\-./0-9:;=?@A-Z\[\]_a-z~|]*)?"
)
_LABEL = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


def why_no_slug(text: str) -> Reason | None:
    """Why this cannot be an organization's slug, None if it can."""
    if not _SLUG.fullmatch(text):
        return Reason.NO_SLUG
    if is_id_shaped(text):
        return Reason.ID_SHAPED_SLUG
    return Reason.RESERVED_SLUG if text in RESERVED_SLUGS else None


def is_id_shaped(text: str) -> bool:
    """Whether an address would take this for an id."""
    return re.fullmatch(ID_SHAPED, text) is not None


def slug_of_prefix(prefix: str) -> str:
    """The prefix in lower case without a leading underscore; not always a slug."""
    return prefix.lower().removeprefix("_")


def slug_of_name(name: str) -> str:
    """A slug that a person would write for this name; empty if its letters are not Latin."""
    latin = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9._-]+", "-", latin)
    return words.strip("._-")[:_SLUG_LENGTH].rstrip("._-")


def is_homepage(text: str) -> bool:
    """An http or https address with a host that can exist, in the characters of RFC 3986."""
    match = _HOMEPAGE.fullmatch(text)
    return match is not None and len(text) <= HOMEPAGE_LENGTH and _is_host(match["host"])


def one_line(text: str) -> str:
    """The text with single blanks between its words and nothing that cannot be printed."""
    return " ".join(_printable(text).split())


def paragraphs(text: str) -> str:
    """The text with its line breaks, and nothing else that cannot be printed."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(map(_printable, lines)).strip()


def shortened(text: str, length: int) -> str:
    """At most `length` characters, the last an ellipsis if any are missing."""
    return text if len(text) <= length else text[: length - 1] + "…"


def shown(text: str, length: int = 80) -> str:
    """The text as a message can quote it: one short line, `�` for what cannot be printed."""
    words = " ".join(text[: 4 * length].split())
    return shortened("".join(c if c.isprintable() else "�" for c in words), length)


def _printable(text: str) -> str:
    """The text with blanks for other white space and without what cannot be printed."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def _is_host(host: str) -> bool:
    labels = host.split(".")
    if labels[-1].isdigit():
        return _is_ipv4(host)
    return len(labels) > 1 and len(labels[-1]) > 1 and all(map(_LABEL.fullmatch, labels))


def _is_ipv4(host: str) -> bool:
    try:
        return IPv4Address(host).is_global
    except ValueError:
        return False
