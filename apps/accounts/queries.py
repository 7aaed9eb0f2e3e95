"""Every question about people and tokens. Nothing here writes."""

from hashlib import sha256

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from apps.accounts.dtos import Credential, UserRef
from apps.accounts.errors import TokenNotFound, UserNotFound
from apps.accounts.models import ApiToken, User
from apps.core import dto
from apps.core.db import query, reading


def digest_of(secret: str) -> str:
    """What the registry keeps of a secret: its SHA-256 in hexadecimal."""
    return sha256(secret.encode()).hexdigest()


@query
def get_credential(secret: str) -> Credential:
    """What a token's secret stands for, whether it still holds or not. Raises `TokenNotFound`."""
    names = ArrayAgg("user__groups__name", filter=Q(user__groups__isnull=False))
    rows = (
        reading(ApiToken)
        .filter(digest=digest_of(secret))
        .annotate(group_names=Coalesce(names, Value([])))
    )
    return dto.one(Credential, rows, TokenNotFound())


@query
def get_user(username: str) -> UserRef:
    """A person by the name they sign in with. Raises `UserNotFound`."""
    rows = reading(User).filter(username=username)
    return dto.one(UserRef, rows, UserNotFound(username=username))


@query
def has_user(username: str) -> bool:
    """Whether somebody has this name."""
    return reading(User).filter(username=username).exists()
