"""Who sent this request, by the token in it."""

from contextlib import suppress
from typing import TypeAlias

from django.db import OperationalError
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.request import Request

from apps.accounts.dtos import Credential, Person
from apps.accounts.errors import TokenNotFound
from apps.accounts.incidents import note_incident
from apps.accounts.queries import get_credential
from apps.accounts.secrets import may_be_a_secret
from apps.accounts.usage import note_use
from apps.audit.actions import AuditAction
from apps.core.actor import Actor, Grant, user_agent
from apps.core.addresses import client_address
from apps.core.errors import CredentialsInvalid
from apps.core.services import services

Known: TypeAlias = tuple[Person, Grant]


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer bdp_…` (RFC 6750)."""

    def authenticate(self, request: Request) -> Known | None:
        """The person and what their token allows, or None. Raises `CredentialsInvalid`."""
        scheme, _, secret = get_authorization_header(request).partition(b" ")
        if not scheme:
            return None
        if scheme.lower() != b"bearer":
            raise CredentialsInvalid
        try:
            credential = get_credential(_spelled(secret))
        except TokenNotFound:
            raise CredentialsInvalid from None
        _require_valid(credential, request)
        note_use(credential)
        return _person(credential), _grant(credential)

    def authenticate_header(self, request: Request) -> str:
        """What a 401 asks for."""
        return "Bearer"


def _spelled(secret: bytes) -> str:
    """The secret, unless it cannot be one: then nobody is asked about it."""
    text = secret.strip().decode(errors="replace")
    if not may_be_a_secret(text):
        raise CredentialsInvalid
    return text


def _require_valid(credential: Credential, request: Request) -> None:
    now = services.clock.now()
    expired = credential.expires_at is not None and credential.expires_at <= now
    if credential.revoked_at is None and credential.is_active and not expired:
        return
    why = "revoked" if credential.revoked_at else "expired" if expired else "deactivated"
    actor = Actor(
        request_id=request.META["bdp.request_id"],
        label=credential.username,
        user_id=credential.user_id,
        grant=_grant(credential),
        ip_address=client_address(request),
        user_agent=user_agent(request),
    )
    with suppress(OperationalError):  # a token is refused though the primary is away
        note_incident(
            AuditAction.REFUSED_TOKEN,
            whose=credential.token_id,
            actor=actor,
            why=why,
            token=str(credential.token_id),
        )
    raise CredentialsInvalid


def _person(credential: Credential) -> Person:
    return Person(
        pk=credential.user_id,
        username=credential.username,
        is_superuser=credential.is_superuser,
        group_names=frozenset(credential.group_names),
    )


def _grant(credential: Credential) -> Grant:
    return Grant(
        token_id=credential.token_id,
        scopes=frozenset(credential.scopes),
        organization_id=credential.organization_id,
        source_id=credential.source_id,
        expires_at=credential.expires_at,
    )
