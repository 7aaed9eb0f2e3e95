"""Dependencies over HTTP."""

from typing import Any

from orjson import Fragment

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.pagination import Page
from apps.dependencies import commands, queries, serializers
from apps.dependencies.dtos import Dependency


class DependencyViewSet(SliceViewSet):
    """…/versions/{version}/dependencies and /dependents."""

    @endpoint(
        answer=PageOf(Dependency), query=serializers.ListDependencies,
        lines=queries.list_handful_of_dependencies, name="list_dependencies",
    )  # fmt: skip
    def list(self, actor: Actor, **asked: Any) -> Page[Fragment]:
        """What a version depends on; of a release, its members."""
        return queries.list_written_dependencies(actor=actor, **asked)

    @endpoint(answer=PageOf(Dependency), body=serializers.SetDependencies, name="set_dependencies")
    def set(self, actor: Actor, **sent: Any) -> Page[Dependency]:
        """Say what a draft depends on."""
        made = commands.set_dependencies(actor=actor, **sent)
        address = (made.organization, made.source, str(made.id))
        return queries.list_dependencies(*address, actor=actor)

    @endpoint(answer=PageOf(Dependency), query=serializers.ListDependencies, name="list_dependents")
    def dependents(self, actor: Actor, **asked: Any) -> Page[Dependency]:
        """What depends on a version; the releases that hold it."""
        return queries.list_dependents(actor=actor, **asked)
