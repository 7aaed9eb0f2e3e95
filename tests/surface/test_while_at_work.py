"""Whoever is shut out while their request is still on its way writes nothing at its end."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from apps.accounts import commands
from apps.accounts.models import ApiToken, User
from apps.core.errors import NotAllowed
from apps.core.services import services
from apps.files.models import File
from tests import builders
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace, leaves_trace, make_token

FASTA = b">P01308\nMALWMRLLPL\n"


class Trickling(BytesIO):
    """A body of which the first piece takes so long that something else happens meanwhile."""

    def __init__(self, content: bytes, meanwhile: Callable[[], object]) -> None:
        super().__init__(content)
        self._meanwhile: Callable[[], object] | None = meanwhile

    def read(self, size: int | None = -1, /) -> bytes:
        """The next piece."""
        if happens := self._meanwhile:
            self._meanwhile = None
            happens()
        return super().read(size)


@pytest.fixture
def secret(db: None) -> str:
    """Of Ada, who is a curator, and whose source has a draft."""
    builders.organization()
    builders.source()
    builders.draft("1")
    builders.person("ada", groups=["curator"])
    return make_token("ada")


def _revoked() -> None:
    commands.revoke_token(actor=builders.BUILDER, token_id=ApiToken.objects.get().id)


def _expired() -> None:
    ApiToken.objects.update(expires_at=services.clock.now())


def _deactivated() -> None:
    commands.deactivate_user(actor=builders.BUILDER, username="ada")


def _deactivated_alone() -> None:
    User.objects.update(is_active=False)


def _out_of_the_group() -> None:
    commands.set_groups(actor=builders.BUILDER, username="ada", groups=[])


def _sent(secret: str, meanwhile: Callable[[], object]) -> Answer:
    told: dict[str, Any] = {"wsgi.input": Trickling(FASTA, meanwhile), "CONTENT_LENGTH": len(FASTA)}
    place = "sources/uniprot/sprot/versions/1/files/fasta"
    return Api(secret).send("PUT", place, CONTENT_TYPE="application/octet-stream", **told)


@pytest.mark.parametrize(
    ("happens", "status"),
    [
        (_revoked, 401),
        (_expired, 401),
        (_deactivated, 401),
        (_deactivated_alone, 401),
        (_out_of_the_group, 403),
    ],
)
def test_who_is_shut_out_while_they_upload_adds_no_file(
    secret: str, happens: Callable[[], object], status: int
) -> None:
    answer = _sent(secret, happens)
    assert answer.status == status, answer.body
    assert not File.objects.exists()


def test_who_holds_what_they_came_with_adds_it(secret: str) -> None:
    with leaves_trace("add_version_file"):
        assert _sent(secret, lambda: None).status == 200


def test_a_superuser_of_yesterday_is_none_at_the_end(db: None) -> None:
    yesterday = builders.person("ada", is_superuser=True)
    commands.set_groups(actor=builders.BUILDER, username="ada", groups=[])
    with leaves_no_trace(), pytest.raises(NotAllowed, match="it takes an operator"):
        commands.create_user(actor=yesterday, username="eve")
