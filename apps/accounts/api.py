"""Who one is, what one may, and one's own tokens, over HTTP."""

from typing import Any
from uuid import UUID

from apps.accounts import commands, queries, serializers
from apps.accounts.dtos import MadeToken, Me, Permissions, TokenDetail
from apps.core.actor import Actor
from apps.core.api import PageOf, SliceViewSet, endpoint
from apps.core.fields import Reasoned
from apps.core.pagination import Page


class MeViewSet(SliceViewSet):
    """/me and /me/permissions."""

    @endpoint(answer=Me, name="get_me", moving=True)
    def retrieve(self, actor: Actor) -> Me:
        """Who you are, and what your token is."""
        return queries.get_me(actor=actor)

    @endpoint(
        answer=Permissions, query=serializers.AskPermissions, name="list_permissions", moving=True
    )
    def permissions(self, actor: Actor, on: str | None = None) -> Permissions:
        """What you may do there, and why, or why not."""
        return queries.list_permissions(on, actor=actor)


class TokenViewSet(SliceViewSet):
    """/tokens and /tokens/{token_id}."""

    @endpoint(answer=PageOf(TokenDetail), query=serializers.ListTokens)
    def list(self, actor: Actor, **page: Any) -> Page[TokenDetail]:
        """Your tokens, newest first."""
        return queries.list_tokens(actor=actor, **page)

    @endpoint(answer=TokenDetail)
    def retrieve(self, actor: Actor, token_id: UUID) -> TokenDetail:
        """One of your tokens."""
        return queries.get_token(token_id, actor=actor)

    @endpoint(answer=MadeToken, body=serializers.CreateToken, status=201)
    def create(self, actor: Actor, **details: Any) -> MadeToken:
        """Make a token. Its secret is in this answer and nowhere else."""
        made = commands.create_token(actor=actor, username=actor.label, **details)
        return MadeToken.of(queries.get_token(made.id, actor=actor), made.secret)

    @endpoint(answer=MadeToken, body=serializers.RotateToken, status=201, name="rotate_token")
    def rotate(self, actor: Actor, token_id: UUID, **told: Any) -> MadeToken:
        """Make a token's successor, with its limits and a new secret."""
        made = commands.rotate_token(actor=actor, token_id=token_id, **told)
        return MadeToken.of(queries.get_token(made.id, actor=actor), made.secret)

    @endpoint(answer=None, query=Reasoned, status=204, name="revoke_token")
    def destroy(self, actor: Actor, token_id: UUID, reason: str | None = None) -> None:
        """End a token for good."""
        commands.revoke_token(actor=actor, token_id=token_id, reason=reason)
