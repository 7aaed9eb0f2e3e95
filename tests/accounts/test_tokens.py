"""How tokens come and go: what each command leaves behind, and what it refuses."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.serializers import serialize

from apps.accounts import commands, queries
from apps.accounts.errors import (
    InvalidToken,
    TokenNotFound,
    UserNotFound,
)
from apps.accounts.models import ApiToken, User
from apps.audit.models import AuditLog
from apps.audit.policy import TokenTooNarrow
from apps.core.actor import Actor
from apps.core.errors import CredentialsRequired, NotAllowed
from apps.core.ids import uuid7
from apps.core.services import services
from apps.organizations.errors import OrganizationNotFound
from tests.accounts.listening import listening
from tests.builders import at, limited, organization, person
from tests.conftest import leaves_no_trace, leaves_trace

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
STRANGER = Actor(request_id=uuid7(), label="anonymous")


@pytest.fixture
def ada(db: None) -> Actor:
    """Somebody with an account, and no more."""
    return person("ada")


class TestCreateToken:
    def test_it_opens_the_door_once_its_secret_is_shown(self, ada: Actor) -> None:
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        credential = queries.get_credential(made.secret)
        assert (credential.token_id, credential.username) == (made.id, "ada")
        assert (credential.scopes, credential.organization_id, credential.expires_at) == (
            ["read"], None, None,
        )  # fmt: skip
        assert made.secret.startswith("bdp_")
        assert len(made.secret) == 40

    def test_its_limits_are_kept_and_told(self, ada: Actor) -> None:
        organization("uniprot")
        with at(NOON), leaves_trace("create_token") as row:
            made = commands.create_token(
                actor=ada, username="ada", name="ci", scopes=["write", "read", "read"],
                organization="uniprot", expires_at=NOON + timedelta(days=90), reason="for CI",
            )  # fmt: skip
        token = ApiToken.objects.get()
        assert (token.scopes, token.expires_at) == (["read", "write"], NOON + timedelta(days=90))
        assert (token.created_at, token.name) == (NOON, "ci")
        assert queries.get_credential(made.secret).organization_id == token.organization
        assert (row.entity_type, row.entity_id) == ("token", made.id)
        assert row.metadata == {
            "after": {
                "user": "ada", "name": "ci", "scopes": ["read", "write"],
                "organization": "uniprot", "source": None, "expires_at": "2026-05-30T12:00:00Z",
            },
            "reason": "for CI",
        }  # fmt: skip

    def test_only_the_digest_is_kept(self, ada: Actor) -> None:
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        kept = serialize("json", ApiToken.objects.all())
        assert made.secret not in kept
        assert queries.digest_of(made.secret) in kept
        assert made.secret[: len(ApiToken.objects.get().prefix)] == ApiToken.objects.get().prefix
        assert len(ApiToken.objects.get().prefix) < len(made.secret) / 2

    def test_its_secret_is_in_no_trace_no_log_and_no_traceback(
        self,
        ada: Actor,
        caplog: pytest.LogCaptureFixture,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        with listening(caplog), django_capture_on_commit_callbacks(execute=True):
            made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        assert "create_token" in caplog.text
        assert made.secret not in serialize("json", AuditLog.objects.all())
        assert made.secret not in caplog.text
        assert made.secret not in f"{made!r} {made}"

    def test_no_two_are_alike(self, ada: Actor) -> None:
        made = [
            commands.create_token(actor=ada, username="ada", scopes=["read"]).secret
            for _ in range(20)
        ]
        assert len(set(made)) == 20

    @pytest.mark.parametrize(
        ("told", "refusal"),
        [
            ({"scopes": []}, InvalidToken),
            ({"scopes": ["root"]}, InvalidToken),
            ({"scopes": ["read", "root"]}, InvalidToken),
            ({"expires_at": NOON}, InvalidToken),
            ({"expires_at": NOON - timedelta(days=1)}, InvalidToken),
            ({"organization": "missing"}, OrganizationNotFound),
            ({"username": "nobody"}, UserNotFound),
        ],
    )
    def test_a_refusal_leaves_nothing(
        self, operator: Actor, ada: Actor, told: dict[str, Any], refusal: type[Exception]
    ) -> None:
        with at(NOON), leaves_no_trace(), pytest.raises(refusal):
            commands.create_token(actor=operator, **{"username": "ada", "scopes": ["read"], **told})
        assert not ApiToken.objects.exists()

    def test_one_makes_tokens_for_oneself(self, ada: Actor, actor: Actor) -> None:
        with leaves_no_trace():
            with pytest.raises(NotAllowed, match="“curie” in person"):
                commands.create_token(actor=ada, username="curie", scopes=["read"])
            with pytest.raises(CredentialsRequired):
                commands.create_token(actor=STRANGER, username="ada", scopes=["read"])

    def test_a_superuser_makes_them_for_everybody(self, ada: Actor, actor: Actor) -> None:
        with leaves_trace("create_token") as row:
            commands.create_token(actor=actor, username="ada", scopes=["read"])
        assert row.actor_label == "curie"

    def test_a_token_makes_no_wider_token(self, ada: Actor) -> None:
        by_token = limited(ada, "publish")
        with leaves_no_trace(), pytest.raises(TokenTooNarrow):
            commands.create_token(actor=by_token, username="ada", scopes=["admin"])

    def test_who_has_left_gets_none(self, operator: Actor, ada: Actor) -> None:
        User.objects.filter(username="ada").update(is_active=False)
        with leaves_no_trace(), pytest.raises(UserNotFound):
            commands.create_token(actor=operator, username="ada", scopes=["read"])


class TestRevokeToken:
    def test_it_ends_a_token_for_good(self, ada: Actor) -> None:
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        with at(NOON), leaves_trace("revoke_token") as row:
            commands.revoke_token(actor=ada, token_id=made.id, reason="lost")
        assert queries.get_credential(made.secret).revoked_at == NOON
        assert (row.entity_type, row.entity_id) == ("token", made.id)
        assert row.metadata == {"after": {"revoked_at": "2026-03-01T12:00:00Z"}, "reason": "lost"}
        assert row.entity_label.startswith("ada/bdp_")
        assert made.secret not in row.entity_label

    def test_once_is_enough(self, ada: Actor) -> None:
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        with at(NOON):
            commands.revoke_token(actor=ada, token_id=made.id)
        with leaves_no_trace():
            commands.revoke_token(actor=ada, token_id=made.id)
        assert ApiToken.objects.get().revoked_at == NOON

    def test_what_is_not_ones_own_is_not_there(self, ada: Actor) -> None:
        eve = person("eve")
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        with leaves_no_trace():
            for token_id in (made.id, uuid4()):
                with pytest.raises(TokenNotFound):
                    commands.revoke_token(actor=eve, token_id=token_id)
            with pytest.raises(CredentialsRequired):
                commands.revoke_token(actor=STRANGER, token_id=made.id)
        assert ApiToken.objects.get().revoked_at is None

    @pytest.mark.parametrize("who", ["operator", "superuser"])
    def test_who_looks_after_all_may_end_any(
        self, ada: Actor, operator: Actor, actor: Actor, who: str
    ) -> None:
        made = commands.create_token(actor=ada, username="ada", scopes=["read"])
        with leaves_trace("revoke_token"):
            commands.revoke_token(actor=operator if who == "operator" else actor, token_id=made.id)


def test_the_clock_decides_when_a_token_is_made(ada: Actor) -> None:
    with at(NOON):
        commands.create_token(actor=ada, username="ada", scopes=["read"])
    assert ApiToken.objects.get().created_at == NOON != services.clock.now()
