"""Every question about specs and locks. Raw SQL: set-wise, however many specs are asked.

An answer takes a handful of statements, and one more for each release among the versions.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import orjson

from apps.core.actor import Actor
from apps.core.db import query, read_cursor
from apps.core.errors import ContentDamaged, DomainError, FieldError, invalid_field
from apps.core.rendering import dumps
from apps.core.services import services
from apps.core.written import Written
from apps.files.dtos import MEDIA_TYPES, File
from apps.files.queries import get_content, list_held
from apps.resolving import choosing, closing, locks, nearby, statements, verifying
from apps.resolving.choosing import Located
from apps.resolving.digests import summed
from apps.resolving.dtos import (
    At,
    Dependencies,
    Fact,
    Resolution,
    Verification,
    Warned,
)
from apps.resolving.errors import TooManySpecs, Unresolvable
from apps.resolving.specs import Spec, parse

MOST_SPECS = 10_000
MOST_SUMS_KEPT = 10_000
NOBODY = Actor(request_id=UUID(int=0), label="anonymous")


class Found(NamedTuple):
    """What the specs mean, by their texts; what that depends on; and the edges between."""

    pinned: Mapping[str, tuple[Fact, str | None]]
    required: tuple[Fact, ...]
    edges: tuple[tuple[UUID, UUID], ...]


@query
def get_resolution(
    *,
    sources: Sequence[str] = (),
    tools: Sequence[str] = (),
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> Resolution:
    """The lock of these specs as it is written down, and what to be warned of.

    `as_of` bounds the choice to what counts from that day or an earlier one; `known_at` to what
    the registry held at that instant. The same question gives the same bytes.

    Raises `TooManySpecs`, `InvalidRequest` or `Unresolvable`.
    """
    at = _instants(as_of, known_at)
    if (asked := len(sources) + len(tools)) > MOST_SPECS:
        raise TooManySpecs(most=MOST_SPECS, asked=asked)
    specs, problems = choosing.read([*sources, *tools])
    found, unfit = _found(specs, at)
    problems += unfit
    everything = {fact.id: fact for fact, _ in found.pinned.values()}
    everything |= {fact.id: fact for fact in found.required}
    files = list_held(list(everything))
    problems += _without_file(specs, found, files)
    if problems:
        raise _unresolvable(problems, [*sources, *tools])
    sums = _dependencies(list(everything))
    pins = {
        text: locks.pin(
            fact, files.get(fact.id, ()), form, sums.get(fact.id, locks.NO_DEPENDENCIES)
        )
        for text, (fact, form) in [*found.pinned.items(), *_by_label(found.required)]
    }
    lock = locks.written(
        at,
        {text.strip(): pins[text.strip()] for text in sources},
        {text.strip(): pins[text.strip()] for text in tools},
        {fact.label: pins[fact.label] for fact in found.required},
    )
    return Resolution(lock=lock, warnings=tuple(_warnings(found)))


@query
def find_lock(*, envelope: bool = False, **asked: Any) -> Written:
    """What specs mean, as a lock: the same question gives the same bytes.

    In an `envelope` with what to be warned of. `as_of` bounds the choice to what was released by
    then, `known_at` to what the registry knew by then. A list of one spec may name a source, a
    version by number, prefix, range or publisher's name, and a format: `uniprot:P01308-fasta@^1.2`.
    The checksum of a lock is over everything else in it, as JSON with sorted keys and no blanks;
    `dependencies_checksum` over the lines of the list of dependencies (source, version and kind,
    with tabs between them and a newline at the end), sorted by bytes.

    Raises as `get_resolution` does.
    """
    made = get_resolution(**asked)
    if not envelope:
        return Written(content=made.lock)
    both = {"lock": orjson.Fragment(made.lock), "warnings": made.warnings}
    return Written(content=dumps(both))


@query
def get_verification(*, lock: Any, reading_bytes: bool = False) -> Verification:
    """Which pins of a lock still hold, and which bytes moved.

    A pin holds if its version is there, yanked or not, with the names, day, licence, dependencies
    and checksums of files that the lock tells. `reading_bytes` hashes every byte that is held of
    these files, instead of trusting what was written down when they came.

    Raises `UnreadableLock` or `TooManySpecs`.
    """
    pins = verifying.pins(lock)
    if len(pins) > MOST_SPECS:
        raise TooManySpecs(most=MOST_SPECS, asked=len(pins))
    held = _held([pin["resolved"] for _, pin in pins])
    bytes_of = _bytes_of if reading_bytes else None
    told = tuple(
        verifying.verified(spec, pin, held.get(pin["resolved"]), bytes_of) for spec, pin in pins
    )
    sound = lock.get("checksum") == locks.checksum_of(lock)
    holds = sound and all(pin.holds for pin in told)
    return Verification(holds=holds, checksum_holds=sound, pins=told)


def _held(labels: Sequence[str]) -> dict[str, dict[str, Any]]:
    """What a lock would say today of exact versions, by their labels, with all their files."""
    specs = [spec for spec in choosing.read(labels)[0] if spec.number]
    located, _ = choosing.locate(specs, _sources(specs, (), At()), ())
    pinned, _ = _pinned(located, At())
    ids = [fact.id for fact, _ in pinned.values()]
    (files, away), sums = _readable(ids), _dependencies(ids)
    return {
        label: {
            **locks.pin(
                fact, files.get(fact.id, ()), None, sums.get(fact.id, locks.NO_DEPENDENCIES)
            ),
            "away": away.get(fact.id),
        }
        for label, (fact, _) in pinned.items()
        if fact.label == label
    }


def _readable(ids: Sequence[UUID]) -> tuple[dict[UUID, tuple[File, ...]], dict[UUID, str]]:
    """The files of versions; and of those whose bytes are damaged, the sentence for it."""
    try:
        return list_held(ids), {}
    except ContentDamaged as damaged:
        if len(ids) == 1:
            return {}, {ids[0]: str(damaged)}
    halves = _readable(ids[: len(ids) // 2]), _readable(ids[len(ids) // 2 :])
    (files, away), (more, also) = halves
    return {**files, **more}, {**away, **also}


def _bytes_of(label: str, form: str) -> str | None:
    """The checksum of the bytes that a file has now; of those that cannot be read, why not."""
    spec = parse(label)
    try:
        held = get_content(spec.organization, spec.name, spec.version, form, actor=NOBODY)
        _, checksum = summed(held.pieces(0, held.size))
    except DomainError as refused:
        return f"unreadable ({refused})"
    return f"{locks.SCHEME}{checksum}"


def _sources(
    specs: Iterable[Spec], formats: Collection[str], at: At
) -> dict[choosing.Address, UUID]:
    asked = choosing.addresses(specs, formats)
    rows = _rows(statements.LOCATED, asked=asked, known_at=at.known_at)
    return {(owner, slug): source for owner, slug, source in rows}


def _instants(as_of: date | None, known_at: datetime | None) -> At:
    if known_at is not None and known_at > services.clock.now():
        raise invalid_field("known_at", "nobody knows yet what the registry will hold then")
    return At(as_of=as_of, known_at=known_at and known_at.astimezone(UTC))


def _found(specs: Sequence[Spec], at: At) -> tuple[Found, list[FieldError]]:
    known = _sources(specs, MEDIA_TYPES, at)
    located, lost = choosing.locate(specs, known, MEDIA_TYPES)
    pinned, problems = _pinned(located, at)
    problems += _told_of_sources(lost, at)
    asked = {fact.id: text for text, (fact, _) in sorted(pinned.items(), reverse=True)}
    edges = tuple(_rows(statements.DEPENDED_ON, ids=list(asked)))
    required = _facts(closing.required(edges), at)
    facts = {**required, **{fact.id: fact for fact, _ in pinned.values()}}
    problems += closing.conflicts(edges, facts, asked)
    ordered = sorted(required.values(), key=lambda fact: fact.label)
    return Found(pinned=pinned, required=tuple(ordered), edges=edges), problems


def _pinned(
    located: Sequence[Located], at: At
) -> tuple[dict[str, tuple[Fact, str | None]], list[FieldError]]:
    """The version of each spec whose source is known, and why others have none."""
    rows = _rows(
        statements.chosen(as_known=at.known_at is not None),
        asked=[each.asked(n) for n, each in enumerate(located)],
        as_of=at.as_of,
        known_at=at.known_at,
    )
    best = choosing.lowest(rows)
    facts = _facts({version for _, meant in best.values() for version in meant}, at)
    pinned, problems, missed = {}, [], []
    for n, each in enumerate(located):
        if n not in best:
            missed.append(each)
            continue
        way, meant = best[n]
        held = [facts[version] for version in meant]
        if problem := choosing.refused(each, way, held, at):
            problems.append(problem)
        else:
            pinned[each.spec.text] = held[0], each.format
    return pinned, problems + _told_of_versions(missed, at)


def _facts(ids: Iterable[UUID], at: At) -> dict[UUID, Fact]:
    if not (ids := list(ids)):
        return {}
    statement = statements.facts(as_known=at.known_at is not None)
    names = Fact.__dataclass_fields__
    rows = _rows(statement, ids=ids, known_at=at.known_at)
    return {row[0]: Fact(**dict(zip(names, row, strict=True))) for row in rows}


def _told_of_sources(lost: Sequence[Spec], at: At) -> list[FieldError]:
    asked = [
        {"n": n, "organization": spec.organization, "slug": spec.name.lower()}
        for n, spec in enumerate(lost[: nearby.MOST_TOLD])
    ]
    near: dict[int, list[nearby.Namesake]] = {}
    for n, *row in _rows(statements.NEAR_SOURCES, asked=asked) if asked else ():
        near.setdefault(n, []).append(nearby.Namesake(*row))
    return [nearby.no_source(spec, at, near.get(n, [])) for n, spec in enumerate(lost)]


def _told_of_versions(missed: Sequence[Located], at: At) -> list[FieldError]:
    asked = [each.asked(n) for n, each in enumerate(missed[: nearby.MOST_TOLD])]
    statement = statements.near_versions(as_known=at.known_at is not None)
    near: dict[int, list[nearby.Near]] = {}
    for n, *row in _rows(statement, asked=asked, known_at=at.known_at) if asked else ():
        near.setdefault(n, []).append(nearby.Near(*row))
    return [nearby.no_version(each.spec, at, near.get(n, [])) for n, each in enumerate(missed)]


def _without_file(
    specs: Iterable[Spec], found: Found, files: Mapping[UUID, tuple[File, ...]]
) -> Iterator[FieldError]:
    for spec in specs:
        fact, wanted = found.pinned.get(spec.text, (None, None))
        if fact is None or wanted is None:
            continue
        held = [file.format for file in files.get(fact.id, ())]
        if wanted not in held:
            yield nearby.no_file(spec, fact.label, wanted, held)


def _dependencies(ids: list[UUID]) -> dict[UUID, Dependencies]:
    """What each version depends on, counted and summed; versions without any are left out."""
    summed = {
        version: Dependencies(count=count, checksum=checksum)
        for version, count, checksum in _rows(statements.SUMMED, ids=ids)
    }
    releases = (version for (version,) in _rows(statements.RELEASES, ids=ids))
    return {**summed, **{version: _members(version) for version in releases}}


@lru_cache(MOST_SUMS_KEPT)
def _members(version: UUID) -> Dependencies:
    """What a release depends on, members included; since it is published, for ever the same."""
    with read_cursor() as rows, rows.copy(statements.members(version)) as lines:
        count, checksum = summed(map(bytes, lines))
    return Dependencies(count=count, checksum=checksum)


def _warnings(found: Found) -> Iterator[Warned]:
    """Of what is no longer simply published; by label where no spec names it."""
    asked = ((text, fact) for text, (fact, _) in sorted(found.pinned.items()))
    for spec, fact in [*asked, *((fact.label, fact) for fact in found.required)]:
        if fact.status != "published":
            yield Warned(
                spec=spec, resolved=fact.label, status=fact.status, reason=fact.reason,
                superseded_by=fact.superseded_by,
            )  # fmt: skip


def _by_label(facts: Iterable[Fact]) -> Iterator[tuple[str, tuple[Fact, str | None]]]:
    return ((fact.label, (fact, None)) for fact in facts)


def _unresolvable(problems: Iterable[FieldError], texts: Sequence[str]) -> Unresolvable:
    order = {text.strip()[:300]: n for n, text in reversed(list(enumerate(texts)))}
    errors = tuple(sorted(problems, key=lambda each: order.get(each.field, 0)))
    first = f"The first, “{errors[0].field}”: {errors[0].detail}"
    failed, asked = len({each.field for each in errors}), len(set(texts))
    return Unresolvable(errors=errors, failed=failed, asked=asked, told=first)


def _rows(statement: str, asked: Sequence[Any] = (), **values: Any) -> list[Any]:
    with read_cursor() as rows:
        rows.execute(statement, {"asked": orjson.dumps(asked).decode(), **values})
        found: list[Any] = rows.fetchall()
        return found
