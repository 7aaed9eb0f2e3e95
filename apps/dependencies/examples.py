"""What the published schema shows of dependencies: annotations with terms of an ontology."""

from apps.core.examples import show, show_body
from apps.dependencies.dtos import Dependency
from apps.dependencies.serializers import SetDependencies

show(
    Dependency(source="uniprot/P01308", version="1.4.0", external_version="2026_01", kind="member")
)
show_body(
    SetDependencies,
    dependencies=[
        {"source": "go/go", "version": "2026-01-23"},
        {"source": "ncbi/taxonomy", "version": "1.4.0", "kind": "optional"},
    ],
    reason="The terms of the annotations are those of this release.",
)
