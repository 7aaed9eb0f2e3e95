"""What the published schema shows of dependencies: annotations and the ontology they use."""

from apps.core.examples import show, show_body
from apps.dependencies.dtos import Dependency
from apps.dependencies.serializers import SetDependencies

show(
    Dependency(
        source="go/go", version="1.24.0", external_version="releases/2026-01-23", kind="required"
    ),
)
show_body(
    SetDependencies,
    dependencies=[{"source": "go/go", "version": "releases/2026-01-23", "kind": "required"}],
    reason="The annotations name terms of this release.",
)
