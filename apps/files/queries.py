"""Every question about the files of a version."""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Unpack
from uuid import UUID

from apps.core.actor import Actor
from apps.core.db import query
from apps.core.downloads import Download
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.settled import Settled
from apps.files.dtos import MEDIA_TYPES, File
from apps.files.errors import FileNotFound
from apps.versions.dtos import VersionDetail
from apps.versions.queries import get_version

BY_FORMAT = Keyset(name="files", columns=("format",))

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
    held = formats.ask(found.id)
    made = zip(held, contents.ask(found.id, held), strict=True) if held else ()
    return BY_FORMAT.page_of((_file(found, name, content) for name, content in made), **window)


@query
def get_file(
    organization: str,
    source: str,
    version: str,
    format: str,  # noqa: A002  what the address calls it
    *,
    actor: Actor,
) -> Settled[Download]:
    """The bytes of one file of a version. Raises as `get_version` does, or `FileNotFound`."""
    found = get_version(organization, source, version, actor=actor)
    if format not in (held := formats.ask(found.id)):
        raise FileNotFound(
            version=found.version,
            source=f"{found.organization}/{found.source}",
            format=format,
            held=f"It has {' and '.join(held)}." if held else "It has none at all.",
        )
    (content,) = contents.ask(found.id, [format])
    described = _file(found, format, content)
    sent = Download(
        content=content,
        media_type=described.media_type,
        filename=described.filename,
        sha256=described.sha256,
    )
    return Settled(content=sent, subject=f"{found.subject}/files/{format}")


def _file(version: VersionDetail, name: str, content: bytes) -> File:
    return File(
        format=name,
        filename=f"{version.source}-{version.version}.{name}",
        media_type=MEDIA_TYPES[name],
        size_bytes=len(content),
        sha256=sha256(content).hexdigest(),
    )
