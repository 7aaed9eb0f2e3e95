"""Every question about how what was used is told to others. Nothing here writes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from apps.citing import closure, locks
from apps.citing.citations import LOCK_STYLES, STYLES
from apps.citing.dtos import (
    About,
    Bibliography,
    Held,
    Licensed,
    Lock,
    LockLicenses,
    LockStyle,
    Named,
    Pin,
    Release,
    Style,
    Work,
)
from apps.citing.exports import crate, pooch, prefixes, schema_org
from apps.citing.statements import BORNE, LICENSED, NEEDED, PREFIXES, WORKS
from apps.core.actor import Actor
from apps.core.db import query, read_cursor
from apps.core.documents import LINKED_DATA, Document
from apps.core.errors import FieldError
from apps.core.providers import Provider
from apps.core.rendering import dumps
from apps.files.queries import list_files
from apps.organizations.queries import get_organization
from apps.sources.dtos import SourceDetail
from apps.sources.queries import get_source
from apps.versions.dtos import VersionDetail
from apps.versions.errors import NotPublished, PinnedVersionsNotFound, VersionNotFound
from apps.versions.numbering import Number
from apps.versions.queries import get_version

MOST_FILES = 100

names: Provider[Callable[[Sequence[UUID]], Mapping[UUID, Named]]] = Provider(
    "what proteins were called in some of their versions"
)


class Address(NamedTuple):
    """Which version of which source."""

    organization: str
    source: str
    version: str


@query
def get_citation(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    origin: str,
    style: Style = "text",
    accessed: date | None = None,
) -> Document:
    """What to cite for exactly this version. Raises as `get_version` does, or `NotPublished`.

    The day on which it was accessed is told only where it is asked for: the same question gives
    the same bytes.
    """
    found = get_version(organization, source, version, actor=actor)
    if found.status == "draft":
        raise NotPublished(version=found.version, status="a draft", wanted="cited")
    work = _work(found, actor, origin)
    written = STYLES[style]
    day = f"&accessed={accessed}" if accessed else ""
    told = written.write(Bibliography(origin=origin, works=(work,), accessed=accessed))
    return Document(
        content=told.encode(),
        media_type=written.media_type,
        subject=f"{found.subject}/citation?style={style}{day}",
    )


@query
def get_lock_citation(
    *, origin: str, style: LockStyle = "text", accessed: date | None = None, **lock: Any
) -> Document:
    """What to cite for all that a lock pins, what its pins depend on included.

    `availability` is a paragraph on where the data are. Raises `InvalidRequest` or
    `PinnedVersionsNotFound`.
    """
    told = replace(_bibliography(locks.read(lock), origin), accessed=accessed)
    written = LOCK_STYLES[style]
    text = written.write(told) or "\n"  # of nothing; an answer without a body has no media type
    return Document(content=text.encode(), media_type=written.media_type)


@query
def get_crate(*, origin: str, **lock: Any) -> Document:
    """A lock as the metadata file of an RO-Crate 1.1. Raises as `get_lock_citation` does."""
    told = _bibliography(locks.read(lock), origin)
    return Document(content=dumps(crate.describe(told)), media_type=LINKED_DATA)


@query
def get_pooch_registry(*, origin: str, **lock: Any) -> Document:
    """A lock as a registry of the `pooch` library: a file and its checksum a line.

    Raises as `get_lock_citation` does; `InvalidRequest` also if there is no file in it.
    """
    told = _bibliography(locks.read(lock), origin)
    return Document(content=pooch.write(told).encode(), media_type="text/plain")


@query
def list_lock_licenses(**lock: Any) -> LockLicenses:
    """Every licence of what a lock pins, with the way on which each comes into it.

    A way leads from the spec that was asked for, over what is required, to the version that bears
    the licence. What forbids redistribution or commercial use is flagged; of a licence that is
    not known, nothing is claimed. Raises as `get_lock_citation` does.
    """
    told = locks.read(lock)
    with read_cursor() as rows:
        rows.execute(LICENSED, _asked(told.pins))
        found = {row[0]: row[1:] for row in rows.fetchall()}
        ids = {"ids": [key for key, *_ in found.values()]}
        rows.execute(NEEDED, ids)
        needed = rows.fetchall()
        rows.execute(BORNE, ids)
        borne = rows.fetchall()
    if missing := [pin for place, pin in enumerate(told.pins, 1) if place not in found]:
        raise _unknown(missing)
    specs = {place: told.asked.get(pin.address) for place, pin in enumerate(told.pins, 1)}
    asked = {key: spec for place, (key, *_) in found.items() if (spec := specs[place])}
    bearers = {key: Licensed(*row) for key, *row in found.values()}
    bearers |= {(row[0], row[2]): Licensed(*row[1:]) for row in borne}
    needed += [(row[0], (row[0], row[2])) for row in borne]
    return closure.licences(bearers, needed, asked)


@query
def list_prefixes(*, origin: str) -> Document:
    """What the names of organizations stand for: an extended prefix map of the `curies` library.

    `uniprot:P01308` leads to the page of that source here.
    """
    with read_cursor() as rows:
        rows.execute(PREFIXES)
        found = prefixes.prefix_map(rows.fetchall(), origin)
    return Document(content=dumps(found), media_type="application/json", subject="prefixes")


@query
def get_version_description(
    organization: str, source: str, version: str, *, actor: Actor, origin: str
) -> dict[str, Any]:
    """A version as schema.org JSON-LD. Raises as `get_version` does, or `NotPublished`."""
    found = get_version(organization, source, version, actor=actor)
    if found.status == "draft":
        raise NotPublished(version=found.version, status="a draft", wanted="described")
    return schema_org.describe_version(_work(found, actor, origin))


@query
def get_source_description(
    organization: str, source: str, *, actor: Actor, origin: str
) -> dict[str, Any]:
    """A source as schema.org JSON-LD, with its newest version.

    Raises `OrganizationNotFound` or `SourceNotFound`.
    """
    about = _about(organization, source, origin)
    return schema_org.describe_source(about, _newest(about, actor))


@query
def get_linked_version(found: VersionDetail, *, actor: Actor, origin: str) -> Document:
    """A version that was found as a JSON-LD document. Raises `NotPublished` for a draft."""
    address = _address(found)
    told = get_version_description(*address, actor=actor, origin=origin)
    return Document(content=dumps(told), media_type=LINKED_DATA, subject=found.subject)


@query
def get_linked_source(found: SourceDetail, *, actor: Actor, origin: str) -> Document:
    """A source that was found as a JSON-LD document."""
    told = get_source_description(found.organization, found.slug, actor=actor, origin=origin)
    return Document(content=dumps(told), media_type=LINKED_DATA, subject=found.subject)


def _newest(about: About, actor: Actor) -> Work | None:
    try:
        found = get_version(about.organization, about.source, "latest", actor=actor)
    except VersionNotFound:
        return None
    return _works([_address(found)], about.origin)[0]


def _about(organization: str, source: str, origin: str) -> About:
    told = get_source(organization, source)
    publisher = get_organization(told.organization)
    return About(
        origin=origin, organization=publisher.slug, publisher=publisher.name,
        citation=publisher.citation, website=publisher.website, source=told.slug, name=told.name,
        description=told.description, entry_type=told.entry_type, source_type=told.source_type,
        external_id=told.external_id, tags=tuple(told.tags), aliases=tuple(told.aliases),
        homepage=told.homepage, license=told.license, license_note=told.license_note,
    )  # fmt: skip


def _work(found: VersionDetail, actor: Actor, origin: str) -> Work:
    """A version that was found, with its files."""
    address = _address(found)
    (work,) = _works([address], origin)
    assert work is not None  # noqa: S101  it was just found, and what is published stays
    listed = list_files(*address, actor=actor, limit=MOST_FILES).results
    files = tuple(
        Held(
            format=file.format, path=f"{found.subject}/files/{file.format}", sha256=file.sha256,
            size=file.size_bytes, media_type=file.media_type,
        )
        for file in listed
    )  # fmt: skip
    return replace(work, files=files)


def _address(found: VersionDetail) -> Address:
    return Address(found.organization, found.source, found.version)


def _bibliography(lock: Lock, origin: str) -> Bibliography:
    """Every pin of a lock as a work. Raises `PinnedVersionsNotFound`, naming all of them."""
    found = _works(
        [Address(pin.organization, pin.source, pin.version) for pin in lock.pins], origin
    )
    missing = [pin for pin, work in zip(lock.pins, found, strict=True) if work is None]
    if missing:
        raise _unknown(missing)
    works = (
        replace(work, files=pin.files) for pin, work in zip(lock.pins, found, strict=True) if work
    )
    return Bibliography(origin=origin, works=tuple(works), lock=lock)


def _unknown(missing: Sequence[Pin]) -> PinnedVersionsNotFound:
    names = [pin.address for pin in missing]
    told = tuple(
        FieldError(
            field=name, code=PinnedVersionsNotFound.code, detail="The registry has no such version."
        )
        for name in names
    )
    return PinnedVersionsNotFound(count=len(names), first=names[0], errors=told)


def _works(addresses: Sequence[Address], origin: str) -> list[Work | None]:
    """The published version at each address, in their order; None where there is none."""
    with read_cursor() as rows:
        rows.execute(WORKS, _asked(addresses))
        found = rows.fetchall()
    works = {row[0]: (row[1], _written(row[2:], origin)) for row in found}
    of_proteins = [key for key, work in works.values() if work.source_type == "protein"]
    called = names.ask(of_proteins) if of_proteins else {}
    then = {place: _called(work, called.get(key)) for place, (key, work) in works.items()}
    return [then.get(place) for place in range(1, len(addresses) + 1)]


def _asked(addresses: Sequence[Address | Pin]) -> dict[str, Any]:
    """The versions at these addresses, as the statements ask for them."""
    numbers = [Number.parse(address.version) or Number(-1, -1, -1) for address in addresses]
    return {
        "organizations": [address.organization for address in addresses],
        "sources": [address.source for address in addresses],
        "majors": [number.major for number in numbers],
        "minors": [number.minor for number in numbers],
        "patches": [number.patch for number in numbers],
    }


def _called(work: Work, named: Named | None) -> Work:
    """A protein by the names that it had in this version."""
    if named is None:
        return work
    return replace(work, name=named.name or work.name, external_id=named.entry_name)


def _written(row: Sequence[Any], origin: str) -> Work:
    (
        organization, publisher, citation, website, source, name, description, entry_type,
        source_type, external_id, tags, aliases, homepage, licence, note, version,
        external_version, effective_date, status, releases,
    ) = row  # fmt: skip
    return Work(
        origin=origin, organization=organization, publisher=publisher, citation=citation,
        website=website, source=source, name=name, description=description, entry_type=entry_type,
        source_type=source_type, external_id=external_id, tags=tuple(tags), aliases=tuple(aliases),
        homepage=homepage, license=licence, license_note=note, version=version,
        external_version=external_version, effective_date=effective_date, status=status,
        releases=tuple(Release(**release) for release in releases or ()),
    )  # fmt: skip
