"""How much who may ask: the grammar of RATE_LIMITS.

    limits = "off" | limit *("," limit)
    limit  = ("anonymous" | "user" | "token") "=" ("off" | number "/" ("s" | "min" | "h" | "day"))

A kind of client that is not named has its default; people who signed in have what tokens have.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured

DEFAULTS = {"anonymous": "600/min", "token": "6000/min"}
SECONDS = {"s": 1, "min": 60, "h": 3600, "day": 86_400}
OFF = "off"
RATE = re.compile(r"([1-9][0-9]{0,8})/(s|min|h|day)")
KINDS = ("anonymous", "user", "token")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """An allowance: `quota` requests, which refill evenly in `window` seconds."""

    kind: str
    quota: int
    window: int

    @property
    def interval(self) -> float:
        """The seconds in which one request more is allowed."""
        return self.window / self.quota

    def __str__(self) -> str:
        """As the `RateLimit-Policy` header says it."""
        return f'"{self.kind}";q={self.quota};w={self.window}'


def policies(told: str) -> Mapping[str, Policy]:
    """The allowance of each kind of client; of those without a limit, none.

    Raises `ImproperlyConfigured` with a sentence that says what is wrong.
    """
    if told.strip() == OFF:
        return {}
    rates = {**DEFAULTS, **_read(told)}
    rates.setdefault("user", rates["token"])
    return {kind: _policy(kind, rates[kind]) for kind in KINDS if rates[kind] != OFF}


def _read(told: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for limit in filter(None, (part.strip() for part in told.split(","))):
        kind, _, rate = (part.strip() for part in limit.partition("="))
        if kind not in KINDS or kind in found or not (rate == OFF or RATE.fullmatch(rate)):
            raise ImproperlyConfigured(
                f"RATE_LIMITS is not understood at “{limit}”: write “off”, or limits such as "
                "anonymous=600/min,user=6000/min,token=off, each kind once, per s, min, h or day."
            )
        found[kind] = rate
    return found


def _policy(kind: str, rate: str) -> Policy:
    number, _, unit = rate.partition("/")
    return Policy(kind=kind, quota=int(number), window=SECONDS[unit])
