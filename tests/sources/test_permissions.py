"""Who may do what to a source, whichever door they come through."""

from typing import Any

import pytest

from apps.audit.policy import TokenTooNarrow
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.organizations.errors import OrganizationNotFound
from apps.sources import commands
from tests import builders
from tests.checks import Attempt, commands_of, permitted
from tests.conftest import leaves_no_trace

TO_WRITE = {"create_source", "update_source", "delete_source"}
ALL = TO_WRITE | {"archive_source", "unarchive_source"}


def attempts(actor: Actor) -> dict[str, Attempt]:
    """Every command of the slice, in `uniprot`, as `actor` would give it."""
    on: dict[str, Any] = {"actor": actor, "organization": "uniprot", "source": "sprot"}
    new: dict[str, Any] = {"slug": "new", "name": "New", "source_type": "database"}
    return {
        "create_source": lambda: commands.create_source(actor=actor, organization="uniprot", **new),
        "update_source": lambda: commands.update_source(**on, name="SP"),
        "delete_source": lambda: commands.delete_source(**on),
        "archive_source": lambda: commands.archive_source(**on),
        "unarchive_source": lambda: commands.unarchive_source(**on),
    }


@pytest.fixture(autouse=True)
def _organizations(db: None) -> None:
    builders.organization("uniprot")
    builders.organization("pdb")
    builders.source("sprot", of="uniprot")
    builders.draft("2024_01")


def test_every_command_is_tried() -> None:
    assert commands_of(commands) == set(attempts(builders.STRANGER)) == ALL


@pytest.mark.parametrize(
    ("who", "may"),
    [
        ("stranger", set()),
        ("user", set()),
        ("member", set()),
        ("maintainer", ALL),
        ("owner", ALL),
        ("owner elsewhere", set()),
        ("curator", ALL),
        ("auditor", set()),
        ("superuser", ALL),
        ("registry", ALL),
    ],
)
def test_commands_are_open_to(who: str, may: set[str]) -> None:
    assert permitted(attempts(builders.anybody(who))) == may


@pytest.mark.parametrize(
    ("scope", "organization", "may"),
    [
        ("read", None, set()),
        ("write", None, TO_WRITE),
        ("publish", None, ALL),
        ("admin", None, ALL),
        ("admin", "uniprot", ALL),
        ("admin", "pdb", set()),
    ],
)
def test_commands_are_open_to_a_maintainers_token(
    scope: str, organization: str | None, may: set[str]
) -> None:
    maintainer = builders.anybody("maintainer")

    assert permitted(attempts(builders.limited(maintainer, scope, organization))) == may


@pytest.mark.parametrize(
    ("who", "error", "told"),
    [
        ("stranger", CredentialsRequired, "Sign in"),
        ("member", NotAllowed, "it takes a maintainer or an owner of “uniprot”"),
    ],
)
def test_a_refusal_says_what_it_takes(who: str, error: type[Exception], told: str) -> None:
    attempt = attempts(builders.anybody(who))["archive_source"]

    with leaves_no_trace(), pytest.raises(error, match=told):
        attempt()


def test_a_refusal_says_what_a_token_lacks() -> None:
    writer = builders.limited(builders.anybody("maintainer"), "write")

    with leaves_no_trace(), pytest.raises(TokenTooNarrow, match="takes the scope “publish”"):
        attempts(writer)["archive_source"]()


def test_an_organization_is_unknown_rather_than_closed() -> None:
    with pytest.raises(OrganizationNotFound):
        commands.archive_source(
            actor=builders.anybody("user"), organization="nobody", source="sprot"
        )


def test_who_may_not_does_not_learn_whether_a_source_is_there() -> None:
    user = builders.anybody("user")

    for source in ("sprot", "nothing"):
        with leaves_no_trace(), pytest.raises(NotAllowed):
            commands.archive_source(actor=user, organization="uniprot", source=source)
