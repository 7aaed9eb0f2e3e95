"""A resolver that is slow and obvious: every row in memory, one spec after the other.

It shares nothing with the registry's own but the tables, and what files a version has.
"""

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from apps.dependencies.models import Dependency
from apps.files.queries import list_held
from apps.sources.models import Source
from apps.versions.models import Membership, Release, Version, VersionState

FORMATS = ("dat", "fasta", "json", "xml")
SPEC = re.compile(r"([a-z0-9][a-z0-9._-]*):([A-Za-z0-9][A-Za-z0-9._-]*)(?:@(.+))?")
Numbers = tuple[int, ...]


class Refused(Exception):
    """These specs cannot be resolved."""

    def __init__(self, specs: set[str]) -> None:
        super().__init__(sorted(specs))
        self.specs = specs


class Reference:
    """All that the registry holds, as it was read once."""

    def __init__(self) -> None:
        self.versions = {
            row.pk: row for row in Version.objects.select_related("source__organization")
        }
        self.sources = list(Source.objects.select_related("organization"))
        self.states = list(VersionState.objects.order_by("at", "id"))
        self.releases = list(Release.objects.all())
        self.spans = list(Membership.objects.all())
        self.needs: dict[UUID, list[Dependency]] = defaultdict(list)
        for need in Dependency.objects.all():
            self.needs[need.version_id].append(need)
        self.of_source: dict[UUID, list[Version]] = defaultdict(list)
        for row in self.versions.values():
            self.of_source[row.source_id].append(row)
        self.holders: dict[UUID, list[Version]] = defaultdict(list)
        for span in self.spans:
            self.holders[span.version_id] += self._holders(span)
        self.instants: dict[datetime | None, Instant] = {}

    def lock(
        self, specs: Sequence[str], as_of: date | None, known_at: datetime | None
    ) -> dict[str, Any]:
        """What the registry should say. Raises `Refused`."""
        if known_at not in self.instants:
            self.instants[known_at] = Instant(self, known_at)
        at = self.instants[known_at]
        failed, chosen = set(), {}
        for spec in specs:
            try:
                chosen[spec] = at.choose(spec, as_of)
            except LookupError:
                failed.add(spec)
        ways = [way for spec, (row, _) in chosen.items() for way in self.ways(row, (spec,))]
        for way in ways:
            if any(
                other[-1].source_id == way[-1].source_id and other[-1].pk != way[-1].pk
                for other in ways
            ):
                failed.add("conflict")
        if failed:
            raise Refused(failed)
        required = sorted({way[-1].pk: way[-1] for way in ways}.values(), key=label)
        lock = {
            "lockfile_version": 1,
            "as_of": as_of and as_of.isoformat(),
            "known_at": known_at and known_at.isoformat().replace("+00:00", "Z"),
            "sources": {spec: self.pin(at, row, form) for spec, (row, form) in chosen.items()},
            "tools": {},
            "dependencies": {label(row): self.pin(at, row, None) for row in required},
        }
        canonical = json.dumps(lock, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return {**lock, "checksum": f"sha256-{hashlib.sha256(canonical.encode()).hexdigest()}"}

    def ways(self, row: Version, so_far: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
        """Every way from a version to what it requires."""
        for need in self.needs[row.pk]:
            if need.kind == "required":
                needed = self.versions[need.depends_on_id]
                yield (*so_far, needed)
                yield from self.ways(needed, (*so_far, needed))

    def _holders(self, span: Membership) -> list[Version]:
        """Every release that holds a version because of this span."""
        return [
            self.versions[release.version_id]
            for release in self.releases
            if release.source_id == span.releases_id
            and span.since <= release.ordinal < (span.until or 10**9)
        ]

    def lines(self, row: Version) -> list[str]:
        """What a version depends on, members included."""
        found = [(self.versions[need.depends_on_id], need.kind) for need in self.needs[row.pk]]
        for release in self.releases:
            if release.version_id == row.pk:
                found += [
                    (self.versions[span.version_id], "member")
                    for span in self.spans
                    if span.releases_id == release.source_id
                    and span.since <= release.ordinal < (span.until or 10**9)
                ]
        return sorted(f"{address(held)}\t{held.version}\t{kind}\n" for held, kind in found)

    def pin(self, at: "Instant", row: Version, form: str | None) -> dict[str, Any]:
        """What a lock says of a version."""
        path = f"sources/{address(row)}/versions/{row.version}/files"
        files = {
            file.format: {
                "checksum": f"sha256-{file.sha256}",
                "size": file.size_bytes,
                "path": f"{path}/{file.format}",
            }
            for file in held_files(row.pk)
        }
        chosen = form or (next(iter(files)) if len(files) == 1 else None)
        lines = self.lines(row)
        summed = hashlib.sha256("".join(lines).encode()).hexdigest()
        assert row.effective_date is not None
        told = {
            "resolved": label(row),
            "external_version": row.external_version,
            "effective_date": row.effective_date.isoformat(),
            "format": chosen,
            **(files[chosen] if chosen else dict.fromkeys(("checksum", "size", "path"))),
            "license": row.license,
            "status": at.status(row),
            "dependency_count": len(lines),
            "dependencies_checksum": f"sha256-{summed}" if lines else None,
        }
        return {**told, **({"files": files} if len(files) > 1 and not form else {})}


class Instant:
    """The registry as it was known at some instant."""

    def __init__(self, held: Reference, known_at: datetime | None) -> None:
        self.held = held
        self.stood = {
            row.pk: "published"
            for row in held.versions.values()
            if row.published_at and (known_at is None or row.published_at <= known_at)
        }
        for state in held.states:
            if known_at is None or state.at <= known_at:
                self.stood[state.version_id] = state.status
        self.sources = {
            (source.organization.slug, source.slug.lower()): source.pk
            for source in held.sources
            if known_at is None or source.created_at <= known_at
        }

    def status(self, row: Version) -> str:
        """How a version stood."""
        return self.stood[row.pk]

    def choose(self, spec: str, as_of: date | None) -> tuple[Version, str | None]:
        """The version that a spec means, and the format. Raises `LookupError`."""
        found = SPEC.fullmatch(spec)
        if not found:
            raise LookupError
        organization, name, asked = found.groups()
        slug, _, form = name.rpartition("-")
        wanted = None
        source = self.sources.get((organization, name.lower()))
        if source is None:
            source, wanted = self.sources.get((organization, slug.lower())), form
        if source is None or wanted not in {None, *FORMATS}:
            raise LookupError
        known = [row for row in self.held.of_source[source] if row.pk in self.stood]
        row = self.meant(known, asked or "latest", as_of)
        if as_of is not None and (row.effective_date or date.max) > as_of:
            raise LookupError
        if wanted and wanted not in {file.format for file in held_files(row.pk)}:
            raise LookupError
        return row, wanted

    def meant(self, known: list[Version], asked: str, as_of: date | None) -> Version:
        """One of these versions. Raises `LookupError`."""
        for row in known:
            if row.version == asked:
                return row
        for row in known:
            if row.external_version == asked:
                return row
        by_release = {
            row.pk: row
            for row in known
            for holder in self.held.holders[row.pk]
            if holder.pk in self.stood and holder.external_version == asked
        }
        if len(by_release) > 1:
            raise LookupError
        if by_release:
            return next(iter(by_release.values()))
        fitting = [
            row
            for row in known
            if fits((row.major, row.minor, row.patch), asked)
            and self.status(row) in {"published", "deprecated"}
            and (as_of is None or (row.effective_date or date.max) <= as_of)
        ]
        if not fitting:
            raise LookupError
        return max(fitting, key=lambda row: (row.effective_date, row.major, row.minor, row.patch))


def fits(number: Numbers, asked: str) -> bool:
    """Whether a number is what a prefix or a range asks for."""
    if asked == "latest":
        return True
    if re.fullmatch(r"\d+(\.\d+)?", asked):
        wanted = numbers(asked)
        return number[: len(wanted)] == wanted
    if asked[0] not in "^~<>=":
        return False
    return all(_fits(number, part.strip()) for part in asked.split(","))


def numbers(text: str) -> Numbers:
    """The numbers that a text spells."""
    return tuple(int(part) for part in text.strip().split("."))


def _fits(number: Numbers, part: str) -> bool:
    operator = next(each for each in ("^", "~", ">=", "<=", ">", "<", "=") if part.startswith(each))
    told = numbers(part.removeprefix(operator))
    low = (*told, 0, 0)[:3]
    begins = number[: len(told)] == told
    if operator == "^":
        fixed = next((n for n, each in enumerate(told) if each), len(told) - 1) + 1
        return number >= low and number[:fixed] == told[:fixed]
    if operator == "~":
        return number >= low and number[: min(2, len(told))] == told[:2]
    compared = number[: len(told)]
    return {
        ">=": compared >= told, "<=": compared <= told, ">": compared > told,
        "<": compared < told, "=": begins,
    }[operator]  # fmt: skip


def address(row: Version) -> str:
    """`uniprot/P01308`."""
    return f"{row.source.organization.slug}/{row.source.slug}"


def label(row: Version) -> str:
    """`uniprot:P01308@1.0.0`."""
    return f"{row.source.organization.slug}:{row.source.slug}@{row.version}"


_files: dict[UUID, Any] = {}


def held_files(version: UUID) -> Any:
    """The files of a version, which never change."""
    if version not in _files:
        _files[version] = list_held([version]).get(version, ())
    return _files[version]
