"""Citations and exports over HTTP."""

from typing import Any

from apps.citing import queries, serializers
from apps.citing.dtos import LockLicenses
from apps.core.actor import Actor
from apps.core.api import SliceViewSet, endpoint
from apps.core.documents import Document, DocumentOf
from apps.core.rendering import LargeJSONParser


class CitationViewSet(SliceViewSet):
    """…/versions/{version}/citation."""

    @endpoint(answer=DocumentOf("citation"), query=serializers.GetCitation, placed=True)
    def retrieve(self, actor: Actor, **asked: Any) -> Document:
        """What to cite for exactly this version."""
        return queries.get_citation(actor=actor, **asked)


class ExportViewSet(SliceViewSet):
    """/locks/citation, licenses, ro-crate and pooch: what a lock is for others."""

    parser_classes = (LargeJSONParser,)

    @endpoint(
        answer=DocumentOf("lock citation"),
        query=serializers.GetLockCitation,
        body=serializers.LockDocument,
        reads=True,
        placed=True,
        name="cite_lock",
    )
    def citation(self, actor: Actor, **asked: Any) -> Document:
        """What to cite for everything that a lock pins."""
        return queries.get_lock_citation(**asked)

    @endpoint(
        answer=DocumentOf("crate"),
        body=serializers.LockDocument,
        reads=True,
        placed=True,
        name="make_crate",
    )
    def crate(self, actor: Actor, **asked: Any) -> Document:
        """A lock as the metadata of an RO-Crate."""
        return queries.get_crate(**asked)

    @endpoint(
        answer=DocumentOf("pooch registry"),
        body=serializers.LockDocument,
        reads=True,
        placed=True,
        name="make_pooch_registry",
    )
    def pooch(self, actor: Actor, **asked: Any) -> Document:
        """A lock as a registry of the pooch library."""
        return queries.get_pooch_registry(**asked)

    @endpoint(
        answer=LockLicenses, body=serializers.LockDocument, reads=True, name="list_lock_licenses"
    )
    def licenses(self, actor: Actor, **asked: Any) -> LockLicenses:
        """Every licence of what a lock pins, and what brings it."""
        return queries.list_lock_licenses(**asked)


class PrefixViewSet(SliceViewSet):
    """/prefixes."""

    @endpoint(answer=DocumentOf("prefixes"), placed=True, name="list_prefixes")
    def list(self, actor: Actor, origin: str) -> Document:
        """What the names of organizations stand for, for the curies library."""
        return queries.list_prefixes(origin=origin)
