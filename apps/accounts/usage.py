"""When a token was last used: to the minute, and never at the price of the request it came with."""

from contextlib import suppress
from datetime import timedelta

from django.db import OperationalError
from django.db.models import Q

from apps.accounts.dtos import Credential
from apps.accounts.models import ApiToken
from apps.core.services import services

MINUTE = timedelta(minutes=1)


def note_use(credential: Credential) -> None:
    """Remember that a token is in use, unless that is known of this minute already.

    No change of the registry, so no command: nothing depends on it, and nothing records it.
    """
    now = services.clock.now()
    if credential.last_used_at is not None and now - credential.last_used_at < MINUTE:
        return
    unknown = Q(last_used_at=None) | Q(last_used_at__lte=now - MINUTE)
    with suppress(OperationalError):  # reads go on while the primary is away
        ApiToken.objects.filter(unknown, id=credential.token_id).update(last_used_at=now)
