"""Files over HTTP."""

from typing import Any

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.downloads import Download
from apps.core.fields import Listed
from apps.core.pagination import Page
from apps.core.settled import Settled
from apps.files import queries
from apps.files.dtos import File


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
