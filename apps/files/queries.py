"""Every question about the files of a version."""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Unpack
from uuid import UUID

from apps.core import dto
from apps.core.actor import Actor
from apps.core.db import query, reading
from apps.core.downloads import Download
from apps.core.pagination import Keyset, Page, Window
from apps.core.providers import Provider
from apps.core.settled import Settled
from apps.files.dtos import MEDIA_TYPES, Derived, File, Named
from apps.files.errors import FileNotFound
from apps.versions.dtos import VersionDetail
from apps.versions.models import Version
from apps.versions.queries import get_version

BY_FORMAT = Keyset(name="files", columns=("format",))

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
    found = derived.ask(version_ids)
    named = dto.project(Named, reading(Version).filter(pk__in=set(found)))
    return {
        version.id: tuple(_described(version, each) for each in found[version.id])
        for version in named
    }


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
    sent = Download(
        content=content,
        media_type=MEDIA_TYPES[format],
        filename=_filename(found, format),
        sha256=sha256(content).hexdigest(),
    )
    return Settled(content=sent, subject=f"{found.subject}/files/{format}")


def _described(version: Named, file: Derived) -> File:
    return File(
        format=file.format,
        filename=_filename(version, file.format),
        media_type=MEDIA_TYPES[file.format],
        size_bytes=file.size_bytes,
        sha256=file.sha256,
    )


def _filename(version: Named | VersionDetail, form: str) -> str:
    return f"{version.source}-{version.version}.{form}"
