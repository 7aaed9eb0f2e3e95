"""A lab, what it uses, and who works there."""

from types import SimpleNamespace
from typing import Any

import pytest

from tests import builders
from tests.projects.lab import Lab


@pytest.fixture
def lab(person: Any) -> SimpleNamespace:
    """The organization `lab` with one of each role, and a data set of which 1.0.0 is out."""
    builders.organization("lab")
    builders.source("reads", of="lab", license="MIT")
    builders.release("first", of="lab/reads", on="2026-01-01")
    people = {role: person(role) for role in ("member", "maintainer", "owner", "stranger")}
    for role in ("member", "maintainer", "owner"):
        builders.member(role, role, of="lab")
    return SimpleNamespace(**people)


@pytest.fixture
def screen(lab: SimpleNamespace) -> Lab:
    """A project of the lab, as its maintainer works on it."""
    return Lab(lab.maintainer.api)
