"""Bioversions' `versions.json`: which releases the databases have had.

The file is one object (https://github.com/biopragmatics/bioversions, MIT):
`{"annotations": {"revision", "date"}, "database": [{"name", "prefix"?, "releases":
[{"version", "retrieved", "date"?}]}]}`. `retrieved` is the day on which somebody first saw the
release, `date` the day its publisher gives it, if known.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from apps.ingestion.catalogue.bioregistry import looks_like_bioregistry
from apps.ingestion.catalogue.documents import Document, kind_of
from apps.ingestion.catalogue.facts import Catalogue, Database, LeftOut, Origin, Reason, Release
from apps.ingestion.catalogue.prefixes import Prefixes
from apps.ingestion.catalogue.texts import (
    NAME_LENGTH,
    is_id_shaped,
    one_line,
    shortened,
    shown,
    slug_of_name,
    why_no_slug,
)

Entry = Mapping[str, Any]

VERSION_LENGTH = 64
RESERVED_VERSION = "latest"

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTED = re.compile(r"([0-9]{4})_([0-9]{2})")  # the year, and which of its releases
_WEB_PAGE = re.compile(r"\s*<(?:\?xml|!doctype|html)\b", re.IGNORECASE)
_FIRST_DAY = date(1950, 1, 1)
_AHEAD = timedelta(days=31)  # some publishers date a release a little ahead


def read_bioversions(document: Document, prefixes: Prefixes) -> Catalogue:
    """The releases of the file by database, of which it knows but a name.

    A prefix that `prefixes` does not have gives way to a slug made of the database's name.
    Databases of one slug are one. Raises `UnreadableCatalogue`.
    """
    _refuse_another_shape(document)
    reader = _Reader(prefixes=prefixes, origin=_origin(document))
    for number, entry in enumerate(document.content["database"], start=1):
        reader.read(number, entry)
    return Catalogue(
        databases=tuple(reader.found[slug].database(slug) for slug in sorted(reader.found)),
        left_out=tuple(reader.left_out),
        provenance=(reader.origin,),
    )


@dataclass(slots=True)
class _Found:
    """The name and the releases of one slug, in the order of the file."""

    name: str
    releases: dict[str, Release] = field(default_factory=dict)

    def add(self, release: Release) -> None:
        """The same name is the same release: it keeps the earliest days."""
        known = self.releases.setdefault(release.external_version, release)
        self.releases[release.external_version] = Release(
            external_version=release.external_version,
            release_date=_earliest(known.release_date, release.release_date),
            seen_on=_earliest(known.seen_on, release.seen_on),
        )

    def database(self, slug: str) -> Database:
        releases = tuple(sorted(self.releases.values(), key=_by_day))
        return Database(slug=slug, name=self.name, described=False, releases=releases)


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Goes through the entries and keeps what is fit."""

    prefixes: Prefixes
    origin: Origin
    found: dict[str, _Found] = field(default_factory=dict)
    left_out: list[LeftOut] = field(default_factory=list)

    def read(self, number: int, entry: Entry) -> None:
        name, prefix, releases = _text(entry, "name"), _text(entry, "prefix"), entry.get("releases")
        label = shown(prefix or name) or f"entry {number}"
        slug = self.prefixes.slug_of(prefix) or slug_of_name(name or prefix)
        if not isinstance(releases, list) or not (name or prefix):
            self._leave_out(label, name, Reason.NOT_AN_ENTRY)
        elif reason := why_no_slug(slug):
            self._leave_out(label, name or prefix, reason)
        else:
            title = shortened(one_line(name) or slug, NAME_LENGTH)
            found = self.found.setdefault(slug, _Found(title))
            for release in self._releases(label, releases):
                found.add(release)

    def _releases(self, label: str, entries: list[Any]) -> Iterator[Release]:
        for entry in entries:
            version = entry.get("version") if isinstance(entry, dict) else entry
            if reason := _why_no_version(entry):
                self._leave_out(label, version, reason)
            else:
                yield Release(
                    external_version=entry["version"].strip(),
                    release_date=self._release_date(label, entry),
                    seen_on=self._day(label, entry.get("retrieved")),
                )

    def _release_date(self, label: str, entry: Entry) -> date | None:
        """The publisher's day, unless somebody made it of a name such as UniProt's 2024_01."""
        counted = _COUNTED.fullmatch(entry["version"].strip())
        if counted and entry.get("date") == f"{counted[1]}-{counted[2]}-01":
            self._leave_out(label, entry["date"], Reason.NAME_AS_DATE)
            return None
        return self._day(label, entry.get("date"))

    def _day(self, label: str, text: object) -> date | None:
        if text is None:
            return None
        day = _day(text)
        if day is None:
            self._leave_out(label, text, Reason.NOT_A_DATE)
        elif day < _FIRST_DAY or (self.origin.as_of and day - self.origin.as_of > _AHEAD):
            self._leave_out(label, text, Reason.IMPOSSIBLE_DATE)
        else:
            return day
        return None

    def _leave_out(self, label: str, value: object, reason: Reason) -> None:
        text = value if isinstance(value, str) else kind_of(value)
        self.left_out.append(LeftOut(database=label, text=shown(text), reason=reason))


def _refuse_another_shape(document: Document) -> None:
    entries = document.content.get("database")
    if not isinstance(entries, list):
        if looks_like_bioregistry(document.content):
            document.refuse("it is the file of bioregistry, not that of bioversions")
        document.refuse("it has no list “database”")
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            document.refuse(f"entry {number} of its “database” is {kind_of(entry)}, not an object")
    if not any(isinstance(entry.get("releases"), list) for entry in entries):
        document.refuse("its “database” holds no list of releases")


def _origin(document: Document) -> Origin:
    annotations = document.content.get("annotations")
    said = annotations if isinstance(annotations, dict) else {}
    return Origin(
        title="bioversions",
        file=shown(document.path.name),
        sha256=document.sha256,
        entries=len(document.content["database"]),
        as_of=_day(said.get("date")),
        revision=_revision(said.get("revision")),
    )


def _revision(value: object) -> int | None:
    return value if type(value) is int and 0 <= value < 2**31 else None


def _why_no_version(entry: object) -> Reason | None:
    version = entry.get("version") if isinstance(entry, dict) else None
    if not isinstance(version, str):
        return Reason.NOT_A_RELEASE
    name = version.strip()
    checks = (
        (not name, Reason.EMPTY),
        (_WEB_PAGE.match(name), Reason.WEB_PAGE),
        (len(name) > VERSION_LENGTH, Reason.TOO_LONG),
        (not name.isprintable(), Reason.UNPRINTABLE),
        (is_id_shaped(name), Reason.ID_SHAPED_VERSION),
        (name == RESERVED_VERSION, Reason.RESERVED_VERSION),
    )
    return next((reason for fails, reason in checks if fails), None)


def _text(entry: Entry, key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) and _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _earliest(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _by_day(release: Release) -> tuple[date, date]:
    """Undated releases last; those of one day in the order in which they were seen."""
    return release.day or date.max, release.seen_on or date.max
