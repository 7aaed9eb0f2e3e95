"""Proteins over HTTP, and what versions changed."""

from typing import Any

from apps.biology import queries, serializers
from apps.biology.dtos import Change, ProteinSummary
from apps.biology.records import Protein
from apps.core.actor import Actor
from apps.core.api import OneOf, PageOf, SliceViewSet, endpoint
from apps.core.pagination import Page
from apps.core.settled import Settled
from apps.versions.dtos import Changelog


class ProteinViewSet(SliceViewSet):
    """/proteins and /proteins/{accession}."""

    @endpoint(answer=PageOf(ProteinSummary), query=serializers.ListProteins)
    def list(self, actor: Actor, **asked: Any) -> Page[ProteinSummary]:
        """The proteins that a current release holds, by accession."""
        return queries.list_proteins(**asked)

    @endpoint(answer=OneOf(Protein, PageOf(ProteinSummary)), query=serializers.GetProtein)
    def retrieve(
        self, actor: Actor, accession: str, **asked: Any
    ) -> Protein | Page[ProteinSummary]:
        """The newest record of a protein; a list, if several took this accession over."""
        return queries.get_protein(accession, **asked)


class ChangesViewSet(SliceViewSet):
    """…/versions/{version}/changelog and /changes, and /sources/{organization}/{source}/diff."""

    @endpoint(answer=Changelog, name="get_changelog")
    def changelog(self, actor: Actor, **address: str) -> Settled[Changelog]:
        """What a version changed, counted."""
        return queries.get_changelog(actor=actor, **address)

    @endpoint(answer=PageOf(Change), query=serializers.ListChanges, name="list_changes")
    def changes(self, actor: Actor, **asked: Any) -> Settled[Page[Change]]:
        """What a version changed since the one before: members, or fields of a record."""
        return queries.list_changes(actor=actor, **asked)

    @endpoint(answer=PageOf(Change), query=serializers.ListDifferences, name="list_differences")
    def diff(self, actor: Actor, **asked: Any) -> Settled[Page[Change]]:
        """What differs between two versions of a source."""
        return queries.list_differences(actor=actor, **asked)
