"""What versions depend on, and what depends on them, over HTTP."""

from typing import Any

from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.pagination import Page
from apps.dependencies import commands, queries, serializers
from apps.dependencies.dtos import Dependency


class DependencyViewSet(SliceViewSet):
    """…/versions/{version}/dependencies and /dependents."""

    @endpoint(
        answer=PageOf(Dependency), query=serializers.ListDependencies, name="list_dependencies"
    )
    def list(self, actor: Actor, **asked: Any) -> Page[Dependency]:
        """What a version depends on; of a release, its members."""
        return queries.list_dependencies(actor=actor, **asked)

    @endpoint(answer=PageOf(Dependency), body=serializers.SetDependencies, name="set_dependencies")
    def replace(self, actor: Actor, **told: Any) -> Page[Dependency]:
        """Say what a draft depends on."""
        held = commands.set_dependencies(actor=actor, **told)
        return _shown(actor, held)

    @endpoint(answer=PageOf(Dependency), query=serializers.ListDependencies, name="list_dependents")
    def dependents(self, actor: Actor, **asked: Any) -> Page[Dependency]:
        """What depends on a version, and which releases hold it."""
        return queries.list_dependents(actor=actor, **asked)


def _shown(actor: Actor, held: Any) -> Page[Dependency]:
    return queries.list_dependencies(held.organization, held.source, str(held.id), actor=actor)
