"""How long a server is waited for, and how often it is asked again."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

Sleep = Callable[[float], None]
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Seconds and counts; the defaults suit a download of an hour over a bad line."""

    tries: int = 7
    """In a row, without a byte of progress between them."""
    cuts: int = 1000
    """In one file, with whatever progress between them."""
    first_wait: float = 1.0
    longest_wait: float = 60.0
    longest_asked: float = 600.0
    """The longest `Retry-After` that is obeyed; a server that asks for more is given up."""
    connecting: float = 20.0
    silence: float = 60.0
    """Without a byte, until the connection counts as dead."""
    slowest: float = 100.0
    """Bytes a second, over as long as `silence`, below which it counts as dead too."""
    redirects: int = 5


class Pace:
    """Whether a connection still deserves its name; the reader's own slowness does not count."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience
        self._seconds, self._size = 0.0, 0

    def too_slow(self, size: int, seconds: float) -> bool:
        """So many bytes more came in so many seconds."""
        self._seconds += seconds
        self._size += size
        if self._seconds < self._patience.silence:
            return False
        slow = self._size < self._patience.slowest * self._seconds
        self._seconds, self._size = 0.0, 0
        return slow


class Interrupted(Exception):
    """This try failed, the next may not. `wait`: the seconds that the server asked for."""

    def __init__(self, reason: str, *, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def retrying(patience: Patience, *, sleep: Sleep, tell: Tell) -> Retrying:
    """Calls again what was `Interrupted`, ever later and never in step with other clients.

    The last `Interrupted` comes through when no try is left.
    """
    backoff = wait_random_exponential(multiplier=patience.first_wait, max=patience.longest_wait)

    def wait(state: RetryCallState) -> float:
        return max(backoff(state), _interruption(state).wait)

    def say(state: RetryCallState) -> None:
        tell(f"{_interruption(state)}; asking again in {state.upcoming_sleep:.0f} s")

    return Retrying(
        retry=retry_if_exception_type(Interrupted),
        stop=stop_after_attempt(patience.tries),
        wait=wait,
        sleep=sleep,
        before_sleep=say,
        reraise=True,
    )


def seconds_asked(retry_after: str | None) -> float:
    """What a `Retry-After` means, in seconds or as a date (RFC 9110, 10.2.3); 0 if nothing."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    aware = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, math.ceil((aware - datetime.now(UTC)).total_seconds()))


def _interruption(state: RetryCallState) -> Interrupted:
    error = state.outcome.exception() if state.outcome else None
    return error if isinstance(error, Interrupted) else Interrupted("nothing went wrong")
