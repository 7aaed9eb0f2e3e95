"""Sources over HTTP."""

from typing import Any

from apps.audit.dtos import AuditEntry
from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.fields import Listed, Reasoned
from apps.core.pagination import Page
from apps.sources import commands, queries, serializers
from apps.sources.dtos import Hit, SourceDetail, SourceSummary, Suggestions


class SourceViewSet(SliceViewSet):
    """/sources and /sources/{organization}/{source}."""

    @endpoint(answer=PageOf(SourceSummary), query=serializers.ListSources)
    def list(self, actor: Actor, **page: Any) -> Page[SourceSummary]:
        """Sources by slug."""
        return queries.list_sources(**page)

    @endpoint(answer=SourceDetail, state=queries.find_source, linked=queries.linked)
    def retrieve(self, actor: Actor, organization: str, source: str) -> SourceDetail:
        """One source."""
        return queries.get_source(organization, source)

    @endpoint(answer=SourceDetail, body=serializers.CreateSource, status=201)
    def create(self, actor: Actor, **details: Any) -> SourceDetail:
        """Register a source."""
        created = commands.create_source(actor=actor, **details)
        return queries.get_source(created.organization, created.slug)

    @endpoint(answer=SourceDetail, body=serializers.UpdateSource, matched=True)
    def partial_update(
        self, actor: Actor, organization: str, source: str, **changes: Any
    ) -> SourceDetail:
        """Change a source."""
        commands.update_source(actor=actor, organization=organization, source=source, **changes)
        return queries.get_source(organization, source)

    @endpoint(answer=None, query=Reasoned, status=204, matched=True)
    def destroy(self, actor: Actor, **address: Any) -> None:
        """Delete a source that never published anything."""
        commands.delete_source(actor=actor, **address)

    @endpoint(answer=PageOf(AuditEntry), query=Listed)
    def history(
        self, actor: Actor, organization: str, source: str, **page: Any
    ) -> Page[AuditEntry]:
        """Who changed this source, when, from what to what."""
        return queries.list_source_history(organization, source, **page)

    @endpoint(answer=SourceDetail, body=Reasoned)
    def archive(self, actor: Actor, organization: str, source: str, **why: Any) -> SourceDetail:
        """Say that nothing more will come."""
        commands.archive_source(actor=actor, organization=organization, source=source, **why)
        return queries.get_source(organization, source)

    @endpoint(answer=SourceDetail, body=Reasoned)
    def unarchive(self, actor: Actor, organization: str, source: str, **why: Any) -> SourceDetail:
        """Say that more will come after all."""
        commands.unarchive_source(actor=actor, organization=organization, source=source, **why)
        return queries.get_source(organization, source)


class SearchViewSet(SliceViewSet):
    """/search and /search/suggestions."""

    @endpoint(answer=PageOf(Hit), query=serializers.Search, name="search")
    def list(self, actor: Actor, **asked: Any) -> Page[Hit]:
        """Organizations and sources by any of their names, misspelt too, or by what they are."""
        return queries.search_registry(**asked)

    @endpoint(answer=Suggestions, query=serializers.Suggest, name="list_suggestions")
    def suggestions(self, actor: Actor, **asked: Any) -> Suggestions:
        """What a query that is being typed may become."""
        return queries.list_suggestions(**asked)
