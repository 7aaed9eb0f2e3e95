"""What comes with a version because it requires it."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import connection

from apps.core.ids import uuid7
from apps.dependencies.models import Dependency
from apps.resolving.queries import get_resolution
from apps.versions.commands import publish_version
from apps.versions.dtos import VersionRef
from tests.builders import BUILDER, address, draft, organization, source, stand
from tests.resolving.asking import failing, locked


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    organization("uniprot")


def version(of: str, *needs: VersionRef, kind: str = "required") -> VersionRef:
    """A published version of a source, made if need be, that needs these."""
    from apps.sources.errors import SourceNotFound
    from apps.sources.queries import find_source

    try:
        find_source("uniprot", of)
    except SourceNotFound:
        source(of)
    made = draft(of=f"uniprot/{of}")
    for needed in needs:
        Dependency.objects.create(
            id=uuid7(), version_id=made.id, depends_on_id=needed.id, kind=kind
        )
    return publish_version(actor=BUILDER, **address(made))


def needed(*specs: str) -> list[str]:
    """What the lock of these brings along."""
    return list(locked(*specs)["dependencies"])


def test_what_is_required_comes_along_however_far_and_what_is_optional_does_not() -> None:
    far = version("far")
    optional = version("optional")
    near = version("near", far)
    version("top", near)
    version("other", optional, kind="optional")

    assert needed("uniprot:top") == ["uniprot:far@1.0.0", "uniprot:near@1.0.0"]
    assert needed("uniprot:other") == []
    assert locked("uniprot:other")["sources"]["uniprot:other"]["dependency_count"] == 1


def test_a_chain_of_fifty_is_followed_to_its_end() -> None:
    last = version("link-0")
    for n in range(1, 51):
        last = version(f"link-{n}", last)

    assert len(needed("uniprot:link-50")) == 50


def test_a_diamond_meets_again() -> None:
    bottom = version("bottom")
    version("top", version("left", bottom), version("right", bottom))

    assert needed("uniprot:top") == [
        "uniprot:bottom@1.0.0", "uniprot:left@1.0.0", "uniprot:right@1.0.0"
    ]  # fmt: skip


def test_two_required_versions_of_one_source_are_told_with_both_ways_to_them() -> None:
    old, new = version("taxonomy"), version("taxonomy")
    version("left", old)
    right = version("right", new)
    version("top", right)

    told = failing("uniprot:left", "uniprot:top")

    both = (
        "Two versions of uniprot:taxonomy are required: "
        "uniprot:left → uniprot:taxonomy@1.0.0; "
        "uniprot:top → uniprot:right@1.0.0 → uniprot:taxonomy@1.1.0."
    )
    assert told == {"uniprot:left": both, "uniprot:top": both}


def test_direct_pins_never_conflict_with_each_other_or_with_what_is_required() -> None:
    old = version("taxonomy")
    version("taxonomy")
    version("top", old)

    lock = locked("uniprot:taxonomy@1.0.0", "uniprot:taxonomy@1.1.0", "uniprot:top")

    assert list(lock["dependencies"]) == ["uniprot:taxonomy@1.0.0"]


def test_a_circle_that_the_registry_refuses_would_not_turn_for_ever(db: None) -> None:
    one, other = draft_of("one"), draft_of("other")
    with connection.cursor() as cursor:
        for version_id, needed_id in ((one.id, other.id), (other.id, one.id)):
            cursor.execute(
                "INSERT INTO dependencies_dependency (id, version_id, depends_on_id, kind)"
                " VALUES (%s, %s, %s, 'required')",
                [uuid7(), version_id, needed_id],
            )
    assert edges([one.id]) == {(one.id, other.id), (other.id, one.id)}


def draft_of(slug: str) -> VersionRef:
    """A draft of a source of its own."""
    source(slug)
    return draft(of=f"uniprot/{slug}")


def edges(roots: Sequence[Any]) -> set[Any]:
    """What the recursion finds from these versions on."""
    from apps.resolving import statements

    with connection.cursor() as cursor:
        cursor.execute(statements.DEPENDED_ON, {"ids": list(roots)})
        return set(cursor.fetchall())


def test_who_requires_something_deprecated_is_warned_of_it() -> None:
    taxonomy = version("taxonomy")
    version("top", taxonomy)
    stand(taxonomy, "yanked")

    resolution = get_resolution(sources=["uniprot:top"])

    assert [(warned.spec, warned.status) for warned in resolution.warnings] == [
        ("uniprot:taxonomy@1.0.0", "yanked")
    ]
