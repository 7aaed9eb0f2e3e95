"""A registry that remembers nothing of the test before."""

from collections.abc import Iterator

import pytest

from bdp.pages import remembered
from tests import builders
from tests.clients import Api


@pytest.fixture(autouse=True)
def _figures_of_now() -> Iterator[None]:
    remembered.forget()
    yield
    remembered.forget()


@pytest.fixture
def swissprot(db: None) -> str:
    """A database of an organization, with two releases and a draft; returns its page."""
    builders.organization(license="CC-BY-4.0", website="https://uniprot.example/about")
    builders.source(description="Reviewed by curators.", tags=["proteins"], aliases=["SP"])
    builders.release("2023_12", on="2023-12-06")
    builders.release("2024_01", on="2024-01-24")
    builders.draft("2024_02", on="2024-03-27")
    return "/uniprot/sprot"


@pytest.fixture
def member(swissprot: str) -> Api:
    """Zoe, at home in the organization, in her browser."""
    from apps.accounts.models import User

    builders.person("zoe")
    builders.member("zoe", "member")
    return Api(user=User.objects.get(username="zoe"))
