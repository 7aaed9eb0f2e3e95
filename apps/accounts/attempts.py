"""Who tried to sign in as whom is forgotten once no lock hangs on it, and when it is to be erased.

django-axes keeps their addresses and user agents in the clear.
"""

from collections.abc import Collection
from datetime import timedelta

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.utils import timezone

from apps.accounts.locks import key_of
from apps.core.services import PRIMARY


def forget_attempts(usernames: Collection[str]) -> None:
    """Forget who tried these names; who was locked out of them may try again."""
    for username in usernames:
        reset(username=key_of(username))


def forget_old_attempts() -> int:
    """Forget attempts that lock nobody out any more; returns how many."""
    over = timezone.now() - (get_cool_off() or timedelta())
    gone, _ = AccessAttempt.objects.using(PRIMARY).filter(attempt_time__lt=over).delete()
    return int(gone)
