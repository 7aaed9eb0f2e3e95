"""Who may do what to a version, whichever door they come through."""

from functools import partial
from typing import Any

import pytest

from apps.audit.policy import TokenTooNarrow
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.organizations.errors import OrganizationNotFound
from apps.versions import commands
from tests import builders
from tests.checks import Attempt, commands_of, permitted
from tests.conftest import leaves_no_trace

TO_WRITE = {"create_version", "update_version", "delete_version", "delete_drafts"}
TO_PUBLISH = {"publish_version", "deprecate_version", "yank_version", "unyank_version"}
ALL = TO_WRITE | TO_PUBLISH


def attempts(actor: Actor) -> dict[str, Attempt]:
    """Every command of the slice, on `uniprot/sprot`, as `actor` would give it."""
    on: dict[str, Any] = {"actor": actor, "organization": "uniprot", "source": "sprot"}
    on_draft, on_release = {**on, "version": "2024_02"}, {**on, "version": "2024_01"}
    return {
        "create_version": partial(commands.create_version, **on),
        "update_version": partial(commands.update_version, **on_draft, release_notes="New."),
        "delete_version": partial(commands.delete_version, **on_draft),
        "delete_drafts": partial(commands.delete_drafts, **on),
        "publish_version": partial(commands.publish_version, **on_draft),
        "deprecate_version": partial(commands.deprecate_version, **on_release, reason="old"),
        "yank_version": partial(commands.yank_version, **on_release, reason="corrupt"),
        "unyank_version": partial(commands.unyank_version, **on_release),
    }


@pytest.fixture(autouse=True)
def _versions(sprot: str) -> None:
    builders.organization("pdb")
    builders.release("2024_01")
    builders.draft("2024_02")


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
    attempt = attempts(builders.anybody(who))["publish_version"]

    with leaves_no_trace(), pytest.raises(error, match=told):
        attempt()


def test_a_refusal_says_what_a_token_lacks() -> None:
    writer = builders.limited(builders.anybody("maintainer"), "write")

    with leaves_no_trace(), pytest.raises(TokenTooNarrow, match="takes the scope “publish”"):
        attempts(writer)["publish_version"]()


def test_an_organization_is_unknown_rather_than_closed() -> None:
    with pytest.raises(OrganizationNotFound):
        commands.create_version(
            actor=builders.anybody("user"), organization="nobody", source="sprot"
        )


def test_who_may_not_does_not_learn_whether_a_draft_is_there() -> None:
    user = builders.anybody("user")

    for version in ("2024_02", "2024_03"):
        with leaves_no_trace(), pytest.raises(NotAllowed):
            commands.publish_version(
                actor=user, organization="uniprot", source="sprot", version=version
            )
