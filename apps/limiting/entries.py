"""What a process writes into the book that all share, and what it reads there."""

from dataclasses import dataclass

from apps.limiting.policies import Policy


@dataclass(frozen=True, slots=True)
class Entry:
    """What one client used since the last entry, and how many requests now wait for a word."""

    client: str
    policy: Policy
    used: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Balance:
    """The seconds until a client's allowance is whole again, and how many may go on."""

    owed: float
    granted: int
