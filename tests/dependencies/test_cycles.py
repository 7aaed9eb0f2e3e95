"""Nothing comes to depend on itself: refused where it would close, named from end to end."""

from functools import partial
from itertools import pairwise
from typing import Any

import pytest

from apps.dependencies.commands import set_dependencies
from apps.dependencies.queries import list_declared
from apps.versions.dtos import VersionRef
from apps.versions.errors import VersionCycle
from tests import builders
from tests.checks import at_once
from tests.dependencies.conftest import depend, drafts, wanted

Drafts = tuple[VersionRef, VersionRef, VersionRef]


def test_of_one_is_refused(annotations: Drafts) -> None:
    goa, *_ = annotations
    with pytest.raises(VersionCycle, match=r"uniprot/goa@1\.0\.0 → uniprot/goa@1\.0\.0"):
        depend(goa, goa)


def test_through_three_organizations_is_refused_and_named(annotations: Drafts) -> None:
    goa, go, paper = annotations
    depend(paper, goa)
    depend(goa, go)
    with pytest.raises(VersionCycle) as refusal:
        depend(go, paper)
    named = "go/go@1.0.0 → lab/paper@1.0.0 → uniprot/goa@1.0.0 → go/go@1.0.0"
    assert named in str(refusal.value)
    (error,) = refusal.value.errors
    assert (error.field, error.code, error.detail) == ("dependencies.0", "cycle", named)
    assert list_declared(go.id) == ()


def test_closed_by_one_of_several_names_that_one(annotations: Drafts) -> None:
    goa, go, paper = annotations
    depend(paper, goa)
    with pytest.raises(VersionCycle) as refusal:
        depend(goa, go, paper)
    assert refusal.value.errors[0].field == "dependencies.1"


def test_closed_by_an_optional_dependency_is_one_too(annotations: Drafts) -> None:
    goa, _, paper = annotations
    depend(paper, goa)
    sent: Any = wanted(optional=paper)
    with pytest.raises(VersionCycle):
        set_dependencies(actor=builders.BUILDER, **builders.address(goa), dependencies=sent)


def test_over_a_draft_that_one_may_not_see_does_not_name_it(annotations: Drafts) -> None:
    goa, go, paper = annotations
    depend(paper, goa)
    depend(goa, go)
    ada = builders.person("ada")
    builders.member("ada", "maintainer", of="go")
    builders.member("ada", "member", of="lab")
    with pytest.raises(VersionCycle) as refusal:
        depend(go, paper, actor=ada)
    assert "lab/paper@1.0.0 → a draft that you may not see → go/go@1.0.0" in str(refusal.value)


def test_is_none_where_a_draft_turns_round(annotations: Drafts) -> None:
    goa, go, _ = annotations
    depend(goa, go)
    depend(goa)
    depend(go, goa)
    assert [each.source for each in list_declared(go.id)] == ["uniprot/goa"]


def test_is_none_in_a_diamond(annotations: Drafts) -> None:
    goa, go, paper = annotations
    builders.source("bottom", of="lab")
    bottom = builders.draft("1", of="lab/bottom")
    depend(goa, bottom)
    depend(go, bottom)
    depend(paper, goa, go)
    assert len(list_declared(paper.id)) == 2


def test_at_the_end_of_fifty_levels_is_found(db: None) -> None:
    chain = drafts(*(f"lab/s{level}" for level in range(50)))
    for upper, lower in pairwise(chain):
        depend(upper, lower)
    with pytest.raises(VersionCycle) as refusal:
        depend(chain[-1], chain[0])
    assert str(refusal.value).count("→") == 50


def test_at_the_end_of_thirty_diamonds_is_found_at_once(db: None) -> None:
    """There are a thousand million ways down; each version is looked at once."""
    rungs = [drafts(f"l{n}/left", f"l{n}/right") for n in range(30)]
    for upper, lower in pairwise(rungs):
        for version in upper:
            depend(version, *lower)
    with pytest.raises(VersionCycle):
        depend(rungs[-1][0], rungs[0][0])


@pytest.mark.usefixtures("committed")
def test_is_closed_by_neither_or_one_of_two_who_close_it_together() -> None:
    for attempt in range(5):
        one, other = drafts(f"a{attempt}/one", f"b{attempt}/other")
        outcomes = at_once(partial(depend, one, other), partial(depend, other, one))
        assert {type(outcome) for outcome in outcomes} == {VersionCycle, VersionRef}
        assert len(list_declared(one.id)) + len(list_declared(other.id)) == 1
