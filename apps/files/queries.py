"""Every question about the files of a version."""

import re
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, replace
from hashlib import sha256
from typing import Unpack
from uuid import UUID

from apps.audit.policy import May, Scope, require
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, read_cursor, reading
from apps.core.downloads import Content, Download, InStore, in_memory
from apps.core.errors import invalid_field
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import asking
from apps.core.settled import Settled
from apps.files.counting import Counted
from apps.files.dtos import (
    MEDIA_TYPES,
    Derived,
    File,
    Holder,
    Named,
    Uploaded,
    Whole,
    media_type_of,
)
from apps.files.errors import FileNotFound
from apps.files.making import made
from apps.files.models import File as Stored
from apps.files.models import Whole as Kept
from apps.files.statements import HOLDERS, HOLDINGS
from apps.versions.dtos import Holdings, VersionDetail
from apps.versions.models import Release, Version
from apps.versions.queries import find_draft, get_version

BY_FORMAT = Keyset(name="files", columns=("format",))
BY_PATH = Keyset(name="checksums", columns=("path",))
HEXADECIMAL = re.compile(r"[0-9a-f]{64}")
SUMS = "SHA256SUMS"

derived: Provider[Callable[[Sequence[UUID]], Mapping[UUID, tuple[Derived, ...]]]] = Provider(
    "which files follow from the content of versions"
)
formats: Provider[Callable[[UUID], tuple[str, ...]]] = Provider(
    "in which formats the content of a version can be had"
)
contents: Provider[Callable[[UUID, Sequence[str]], tuple[bytes, ...]]] = Provider(
    "what the content of a version is in each of these formats"
)

whole_contents: Provider[Callable[[Whole], Content]] = Provider(
    "how the file of a whole release is put together"
)


@query
def list_files(
    organization: str, source: str, version: str, *, actor: Actor, **window: Unpack[Window]
) -> Page[File]:
    """The files of a version, by format. Raises as `get_version` does."""
    found = get_version(organization, source, version, actor=actor)
    return BY_FORMAT.page_of(list_held([found.id]).get(found.id, ()), **window)


@query
def list_held(version_ids: Sequence[UUID]) -> dict[UUID, tuple[File, ...]]:
    """The files of each of these versions, by format; a version without any is left out.

    A few statements, however many are asked of. Whoever asks makes sure that these versions may be
    seen. Raises `ServiceUnavailable` where bytes are away or damaged that a file follows from.
    """
    asked = set(version_ids)
    held: dict[UUID, list[File]] = {}
    for each in dto.project(Uploaded, reading(Stored).filter(version_id__in=asked)):
        held.setdefault(each.version_id, []).append(each.file)
    found: dict[UUID, Sequence[Derived]] = {**derived.ask(list(asked - held.keys()))}
    found |= _wholes(asked - held.keys() - found.keys())
    for version in dto.project(Named, reading(Version).filter(pk__in=set(found))):
        held[version.id] = [_described(version, each) for each in found[version.id]]
    return {key: tuple(sorted(files, key=_format)) for key, files in held.items()}


@query
def get_file(
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002  what the address calls it
    *,
    actor: Actor,
) -> Settled[Download]:
    """The bytes of one file of a version, or a part of them.

    Raises as `get_version` does, `FileNotFound`, or `RangeNotSatisfiable`.
    """
    found = get_version(organization, source, version, actor=actor)
    sent = _sent(found, format)
    counted = Counted(
        size=sent.content.size, version_id=found.id, format=format, content=sent.content
    )
    sent = replace(sent, content=counted)
    return Settled(content=sent, subject=f"{found.subject}/files/{format}")


@query
def get_content(
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002
    *,
    actor: Actor,
) -> Content:
    """The bytes of one file for the registry's own use: no download. Raises as `get_file` does."""
    return _sent(get_version(organization, source, version, actor=actor), format).content


@query
def find_file(
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002
    *,
    actor: Actor,
) -> File:
    """What is told of a file that somebody uploaded. Raises as `get_file` does."""
    found = get_version(organization, source, version, actor=actor)
    return _kept(found, format).file


@query
def get_sums(organization: str, source: str, version: str, *, actor: Actor) -> Settled[Download]:
    """The SHA-256 of every file of a version, for `sha256sum -c`.

    Raises as `get_version` does, or `RangeNotSatisfiable`.
    """
    found = get_version(organization, source, version, actor=actor)
    files = list_held([found.id]).get(found.id, ())
    told = "".join(f"{file.sha256}  {file.filename}\n" for file in files).encode()
    sent = Download(
        content=in_memory(told),
        media_type="text/plain",
        filename=SUMS,
        sha256=sha256(told).hexdigest(),
    )
    return Settled(content=sent, subject=f"{found.subject}/{SUMS}")


@query
def get_holdings(organization_id: UUID | None) -> Holdings:
    """How many files the registry holds of what is published, or one organization, and how large.

    One statement over the rows of files and of downloads.
    """
    with read_cursor() as rows:
        rows.execute(HOLDINGS, {"organization": organization_id})
        files, size, downloads = rows.fetchone()
    return Holdings(files=files, bytes=size, downloads=downloads)


@query
def list_holders(sha256: str, **window: Unpack[Window]) -> Page[Holder]:
    """Which published versions hold a file of these bytes: uploaded, or of a whole release.

    Raises `InvalidRequest`.
    """
    if not HEXADECIMAL.fullmatch(spelled := sha256.lower()):
        raise invalid_field("sha256", "write it as 64 hexadecimal digits")
    with read_cursor() as rows:
        rows.execute(HOLDERS, {"sha256": spelled})
        names = [field.name for field in fields(Holder)]
        found = [Holder(**dict(zip(names, row, strict=True))) for row in rows.fetchall()]
    return BY_PATH.page_of(found, **window)


@query
def find_place(
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002
    *,
    actor: Actor,
) -> VersionDetail:
    """The draft that `actor` may give a file of this format, before a byte of it is read.

    Raises as `find_draft` does, or `CredentialsRequired`, `NotAllowed` or `InvalidRequest`.
    """
    take = {"organization": organization, "source": source}
    require(May.MAINTAINER, actor, scope=Scope.WRITE, **take)
    if format not in MEDIA_TYPES:
        known = ", ".join(sorted(MEDIA_TYPES))
        raise invalid_field("format", f"this is none of the formats, which are {known}")
    return find_draft(organization, source, version, actor=actor)


def _sent(version: VersionDetail, form: str) -> Download:
    return _following(version, form) or _whole(version, form) or _uploaded(version, form)


def _following(version: VersionDetail, form: str) -> Download | None:
    """A file that follows from what a version holds."""
    if form not in formats.ask(version.id):
        return None
    (content,) = contents.ask(version.id, [form])
    return Download(
        content=in_memory(content),
        media_type=MEDIA_TYPES[form],
        filename=_filename(version, form),
        sha256=sha256(content).hexdigest(),
    )


def _whole(version: VersionDetail, form: str) -> Download | None:
    """A file that a whole release is."""
    files = _wholes({version.id}).get(version.id, ())
    file = next((each for each in files if each.format == form), None)
    if file is None:
        return None
    return Download(
        content=whole_contents.ask(file),
        media_type=MEDIA_TYPES[form],
        filename=_filename(version, form),
        sha256=file.sha256,
    )


def _wholes(asked: Set[UUID]) -> dict[UUID, list[Whole]]:
    """The files of those that are whole releases; what was not made yet is made."""
    if not asked:
        return {}
    held: dict[UUID, list[Whole]] = {}
    for each in dto.project(Whole, reading(Kept).filter(version_id__in=asked)):
        held.setdefault(each.version_id, []).append(each)
    releases = reading(Release).filter(version_id__in=asked - held.keys(), sealed=True)
    for key in releases.values_list("version_id", flat=True):
        held[key] = list(made(key))
    return held


def _uploaded(version: VersionDetail, form: str) -> Download:
    """A file that somebody uploaded. Raises `FileNotFound`."""
    file = _kept(version, form)
    return Download(
        content=InStore(size=file.size_bytes, object=file.sha256),
        media_type=file.media_type,
        filename=file.filename,
        sha256=file.sha256,
    )


def _kept(version: VersionDetail, form: str) -> Uploaded:
    rows = dto.many(Uploaded, asking(Stored).filter(version_id=version.id))
    file = next((row for row in rows if row.format == form), None)
    if file is not None:
        return file
    others = _wholes({version.id}).get(version.id, ())
    held = sorted({*formats.ask(version.id), *(each.format for each in (*rows, *others))})
    raise FileNotFound(
        version=version.version,
        source=f"{version.organization}/{version.source}",
        format=form,
        held=f"It has {' and '.join(held)}." if held else "It has none at all.",
    )


def _described(version: Named, file: Derived) -> File:
    return File(
        format=file.format,
        filename=_filename(version, file.format),
        media_type=media_type_of(file.format, None),
        size_bytes=file.size_bytes,
        sha256=file.sha256,
    )


def _filename(version: Named | VersionDetail, form: str) -> str:
    return f"{version.source}-{version.version}.{form}"


def _format(file: File) -> str:
    return file.format
