"""The catalogue that comes with the registry: compact facts, one database a line.

`samples/catalogue.jsonl` is JSON Lines in UTF-8. Its first line says what it is and which
files it was made from; every other is a database, by slug, without what is at its default.
A release is `[version, seen on, released on]`, unknown days at the end left off.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from importlib.resources import files
from typing import Any

from apps.ingestion.catalogue.facts import Catalogue, Database, Origin, Release

FORMAT = "bdp-catalogue/1"
LICENCES = {"bioregistry": "CC0-1.0", "bioversions": "MIT"}

_FIELDS = [f for f in fields(Database) if f.name not in {"description", "releases"}]


def read_sample() -> Catalogue:
    """The shipped catalogue: everything but descriptions, nothing left out."""
    sample = files("apps.ingestion").joinpath("samples", "catalogue.jsonl")
    return parse_sample(sample.read_text("utf-8"))


def parse_sample(text: str) -> Catalogue:
    """The catalogue in the lines of `format_sample`."""
    header, *lines = map(json.loads, text.rstrip("\n").split("\n"))
    if header["format"] != FORMAT:
        raise ValueError(f"the sample is {header['format']}, not {FORMAT}: make it anew")
    return Catalogue(
        databases=tuple(map(_database, lines)),
        provenance=tuple(map(_origin, header["made_from"])),
    )


def format_sample(catalogue: Catalogue) -> str:
    """The catalogue in lines, always the same for the same facts."""
    header = {
        "format": FORMAT,
        "licences": LICENCES,
        "made_from": [_origin_line(origin) for origin in catalogue.provenance],
    }
    return "".join(_lines([header, *map(_database_line, catalogue.databases)]))


def _lines(values: Iterable[dict[str, Any]]) -> Iterator[str]:
    for value in values:
        yield json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _database_line(database: Database) -> dict[str, Any]:
    line = {f.name: getattr(database, f.name) for f in _FIELDS}
    line = {f.name: line[f.name] for f in _FIELDS if line[f.name] != f.default}
    if database.releases:
        line["releases"] = list(map(_release_line, database.releases))
    return line


def _release_line(release: Release) -> list[str | None]:
    line = [release.external_version, *map(_iso, (release.seen_on, release.release_date))]
    while line[-1] is None:
        line.pop()
    return line


def _database(line: dict[str, Any]) -> Database:
    releases = tuple(_release(*release) for release in line.pop("releases", ()))
    aliases = tuple(line.pop("aliases", ()))
    return Database(**line, aliases=aliases, releases=releases)


def _release(version: str, seen_on: str | None = None, released: str | None = None) -> Release:
    return Release(external_version=version, release_date=_day(released), seen_on=_day(seen_on))


def _origin_line(origin: Origin) -> dict[str, Any]:
    line = {f.name: getattr(origin, f.name) for f in fields(Origin)}
    return line | {"as_of": _iso(origin.as_of)}


def _origin(line: dict[str, Any]) -> Origin:
    return Origin(**line | {"as_of": _day(line["as_of"])})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
