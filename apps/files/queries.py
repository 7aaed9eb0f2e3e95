"""Every question about the files of a version."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Unpack
from uuid import UUID

from apps.audit.policy import May, Scope, require
from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.downloads import Download, InStore, in_memory
from apps.core.errors import invalid_field
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.questions import asking
from apps.core.settled import Settled
from apps.files.dtos import MEDIA_TYPES, Derived, File, Named, Uploaded, media_type_of
from apps.files.errors import FileNotFound
from apps.files.models import File as Stored
from apps.versions.dtos import VersionDetail
from apps.versions.models import Version
from apps.versions.queries import find_draft, get_version

BY_FORMAT = Keyset(name="files", columns=("format",))
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
    held: dict[UUID, list[File]] = {}
    for each in dto.project(Uploaded, reading(Stored).filter(version_id__in=set(version_ids))):
        held.setdefault(each.version_id, []).append(each.file)
    found = derived.ask([key for key in version_ids if key not in held])
    named = dto.project(Named, reading(Version).filter(pk__in=set(found)))
    for version in named:
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
    """The bytes of one file of a version. Raises as `get_version` does, or `FileNotFound`.

    Raises `RangeNotSatisfiable` where a part is asked for that it does not have.
    """
    found = get_version(organization, source, version, actor=actor)
    sent = _following(found, format) or _uploaded(found, format)
    return Settled(content=sent, subject=f"{found.subject}/files/{format}")


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
    """The SHA-256 of every file of a version, for `sha256sum -c`. Raises as `get_file` does."""
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
    held = sorted({*formats.ask(version.id), *(row.format for row in rows)})
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
