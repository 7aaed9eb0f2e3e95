"""UniProt's tree of releases, as it and its mirrors lay it out over HTTPS.

`current_release/` holds the newest as plain files, with its name in `relnotes.txt`, its date in
`knowledgebase/complete/reldate.txt`; `previous_releases/release-YYYY_NN/` the older ones as
archives. Each folder of files tells their sizes and MD5 in its `RELEASE.metalink`
(https://www.uniprot.org/help/downloads).
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from apps.ingestion.fetching import metalink
from apps.ingestion.fetching.errors import Unfetchable, Unreachable
from apps.ingestion.fetching.expectations import Expected
from apps.ingestion.fetching.listings import folders_in
from apps.ingestion.fetching.metalink import Metalink, read_metalink
from apps.ingestion.fetching.release_names import place_of
from apps.ingestion.fetching.releases import PublishedRelease, newest_first
from apps.ingestion.fetching.web import Web

_FOLDER = re.compile(r"release-(.+)")
_RELEASE = re.compile(r"\bRelease\s+([0-9]{4}_[0-9]{2})\b")
_DATE = re.compile(r"\bof\s+([0-9]{1,2})-([A-Z][a-z]{2})-([0-9]{4})\b")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_SILENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeAddresses:
    """Where the tree stands, and which of its files is meant."""

    current: str
    previous: str
    part: str = "uniprot_sprot"
    ending: str = "dat.gz"

    @classmethod
    def under(cls, root: str) -> Self:
        """The usual layout below `…/pub/databases/uniprot/`."""
        base = root.rstrip("/")
        return cls(current=f"{base}/current_release/", previous=f"{base}/previous_releases/")

    @property
    def file(self) -> str:
        """The file that holds a release, by itself or in an archive."""
        return f"{self.part}.{self.ending}"

    def archive(self, name: str) -> str:
        """The archive that holds the file of an older release."""
        return f"{self.part}-only{name}.tar.gz"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedTree:
    """The releases, the newest first; and in sentences what could not be told."""

    releases: tuple[PublishedRelease, ...]
    untold: tuple[str, ...]


def everything(_: str) -> bool:
    """Every release is wanted."""
    return True


def read_tree(
    web: Web, addresses: TreeAddresses, *, wanted: Callable[[str], bool] = everything
) -> PublishedTree:
    """What can be known of the tree; nothing in it makes this fail.

    `wanted(name)` says for which archived releases sizes and digests are asked: one request each.
    """
    reading = _Reading(web, addresses)
    found = [reading.current()]
    found += [reading.archived(name, ask=wanted(name)) for name in reading.archived_names()]
    return PublishedTree(
        releases=newest_first(release for release in found if release),
        untold=tuple(reading.untold),
    )


class _Reading:
    def __init__(self, web: Web, addresses: TreeAddresses) -> None:
        self.untold: list[str] = []
        self._web = web
        self._addresses = addresses
        self._silences = 0

    def current(self) -> PublishedRelease | None:
        """The release that `current_release/` holds at this moment, named by what is in it."""
        top = self._addresses.current.rstrip("/")
        folder = f"{top}/knowledgebase/complete"
        dates = self._text(f"{folder}/reldate.txt")
        told = self._metalink(folder)
        said = (_release(self._text(f"{top}/relnotes.txt")), _release(dates), told.version or "")
        names = sorted({name for name in said if place_of(name)})
        if len(names) != 1:
            self._say_why_unnamed(names)
            return None
        return self._release(names[0], folder, told, archived=False, date=_date(dates))

    def archived_names(self) -> list[str]:
        """What `previous_releases/` lists, in its order."""
        address = f"{self._addresses.previous.rstrip('/')}/"
        page = self._document(address)
        folders = folders_in(page or b"", address)
        labels = [found[1] for folder in folders if (found := _FOLDER.fullmatch(folder))]
        strange = [label for label in labels if not place_of(label)]
        if strange:
            shown = ", ".join(strange[:3]) + (" …" if strange[3:] else "")
            self.untold.append(f"{len(strange)} older releases are named otherwise: {shown}.")
        if page is not None and not labels:
            self.untold.append(f"“{address}” lists no release.")
        return [label for label in labels if place_of(label)]

    def archived(self, name: str, *, ask: bool) -> PublishedRelease | None:
        """A release out of `previous_releases/`; the date is told only where a file tells it."""
        folder = f"{self._addresses.previous.rstrip('/')}/release-{name}/knowledgebase"
        told = self._metalink(folder) if ask else Metalink()
        dates = self._text(f"{folder}/reldate.txt") if "reldate.txt" in told.files else ""
        return self._release(name, folder, told, archived=True, date=_date(dates))

    def _release(
        self, name: str, folder: str, told: Metalink, *, archived: bool, date: dt.date | None
    ) -> PublishedRelease | None:
        file = self._addresses.archive(name) if archived else self._addresses.file
        if told.files and file not in told.files:
            self.untold.append(f"{name} is left out: its {metalink.NAME} knows no “{file}”.")
            return None
        expected = told.files[file].expected if told.files else Expected()
        return PublishedRelease(
            name=name,
            date=date,
            address=f"{folder}/{file}",
            size=expected.size,
            md5=expected.md5,
            archived=archived,
            member=self._addresses.file if archived else None,
        )

    def _say_why_unnamed(self, names: list[str]) -> None:
        if names:
            said = " and ".join(names)
            reason = f"its files say {said}: the publisher is changing it; try again later"
        else:
            reason = "none of its files names the release"
        self.untold.append(f"“{self._addresses.current}” is left out: {reason}.")

    def _metalink(self, folder: str) -> Metalink:
        address = f"{folder}/{metalink.NAME}"
        content = self._document(address)
        if content is None:
            return Metalink()
        try:
            return read_metalink(content, address)
        except Unfetchable as error:
            self.untold.append(str(error))
            return Metalink()

    def _text(self, address: str) -> str:
        return (self._document(address) or b"").decode("utf-8", "replace")

    def _document(self, address: str) -> bytes | None:
        """None if it cannot be had; a server that gave up several times is asked no more."""
        if self._silences >= _MOST_SILENCES:
            return None
        try:
            return self._web.document(address)
        except Unfetchable as error:
            self.untold.append(str(error))
            self._silences += isinstance(error, Unreachable)
        if self._silences == _MOST_SILENCES:
            self.untold.append("The server was asked no further.")
        return None


def _release(text: str) -> str:
    found = _RELEASE.search(text)
    return found[1] if found else ""


def _date(text: str) -> dt.date | None:
    found = _DATE.search(text)
    if not found or found[2] not in _MONTHS:
        return None
    try:
        return dt.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None
