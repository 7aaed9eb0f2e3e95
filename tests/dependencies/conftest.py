"""Who depends on what in these tests."""

from collections.abc import Callable
from typing import Any

import pytest

from apps.dependencies.commands import set_dependencies
from apps.versions.dtos import VersionRef
from tests import builders

Depend = Callable[..., VersionRef]


def wanted(*versions: VersionRef, **kinds: VersionRef) -> list[dict[str, str]]:
    """Dependencies as a client sends them: those given by keyword of that kind."""
    told = [_entry(version) for version in versions]
    return told + [{**_entry(version), "kind": kind} for kind, version in kinds.items()]


def depend(version: VersionRef, *on: VersionRef, actor: Any = builders.BUILDER) -> VersionRef:
    """Let a draft depend on these versions, and nothing else."""
    told: Any = wanted(*on)
    return set_dependencies(actor=actor, **builders.address(version), dependencies=told)


def drafts(*addresses: str) -> list[VersionRef]:
    """A draft of each of these new sources; their organizations are made where they are missing."""
    made: list[VersionRef] = []
    for address in addresses:
        organization, _, slug = address.partition("/")
        known = {version.organization for version in made}
        if organization not in known:
            builders.organization(organization)
        builders.source(slug, of=organization)
        made.append(builders.draft("1", of=address))
    return made


def _entry(version: VersionRef) -> dict[str, str]:
    return {"source": f"{version.organization}/{version.source}", "version": version.version}


@pytest.fixture
def annotations(db: None) -> tuple[VersionRef, VersionRef, VersionRef]:
    """Drafts of annotations, of the ontology that they use, and of a paper's data."""
    goa, go, paper = drafts("uniprot/goa", "go/go", "lab/paper")
    return goa, go, paper
