"""Files over HTTP."""

from typing import Any

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.downloads import Download
from apps.core.fields import Listed
from apps.core.pagination import Page
from apps.core.settled import Settled
from apps.core.uploads import Upload
from apps.files import commands, queries
from apps.files.dtos import File, Holder
from apps.files.receiving import received
from apps.files.serializers import AddFile


class FileViewSet(SliceViewSet):
    """…/versions/{version}/files and /files/{format}."""

    @endpoint(answer=PageOf(File), query=Listed)
    def list(self, actor: Actor, **asked: Any) -> Page[File]:
        """The files of a version, by format."""
        return queries.list_files(actor=actor, **asked)

    @endpoint(answer=Download)
    def retrieve(self, actor: Actor, **address: str) -> Settled[Download]:
        """The bytes of one file."""
        return queries.get_file(actor=actor, **address)

    @endpoint(answer=File, query=AddFile, upload=True, name="add_version_file")
    def update(
        self, actor: Actor, body: Upload, filename: str | None, reason: str | None, **place: Any
    ) -> File:
        """Give a draft a file: the bytes themselves, however many."""
        queries.find_place(actor=actor, **place)
        told: Any = {"content": received(body), "filename": filename, "reason": reason}
        commands.add_version_file(actor=actor, **place, **told)
        return queries.find_file(actor=actor, **place)

    @endpoint(answer=Download, name="get_sums")
    def sums(self, actor: Actor, **address: str) -> Settled[Download]:
        """The SHA-256 of every file of a version, as `sha256sum -c` reads them."""
        return queries.get_sums(actor=actor, **address)


class ChecksumViewSet(SliceViewSet):
    """/checksums/{sha256}."""

    @endpoint(answer=PageOf(Holder), query=Listed, name="list_holders")
    def list(self, actor: Actor, **asked: Any) -> Page[Holder]:
        """Which versions hold these bytes."""
        return queries.list_holders(**asked)
