"""How one client stands, as one process knows it: the generic cell rate algorithm."""

from apps.limiting.policies import Policy

AT_ONCE = 0.01  # of what is left: so much may a process let through before it tells the others


class Standing:
    """Until when a client has spent its allowance, by this process's clock."""

    __slots__ = ("policy", "unreported", "until")

    def __init__(self, policy: Policy, now: float) -> None:
        self.policy = policy
        self.until = now
        self.unreported = 0

    def owed(self, now: float) -> float:
        """The seconds until the whole allowance is there."""
        return max(0.0, self.until - now)

    def left(self, now: float) -> int:
        """How many requests may come at once."""
        return max(0, int(self._free(now)))

    def has(self, now: float) -> bool:
        """Whether one more request is allowed."""
        return self._free(now) >= 1

    def is_near_its_end(self, now: float) -> bool:
        """Whether one more request, untold, might be one too many for all processes together."""
        return self.unreported + 1 > self._free(now) * AT_ONCE

    def take(self, now: float) -> None:
        """One request more, allowed or not."""
        most = now + 2 * self.policy.window
        self.until = min(max(self.until, now) + self.policy.interval, most)
        self.unreported += 1

    def give_back(self) -> None:
        """One request was free after all."""
        self.until -= self.policy.interval
        self.unreported -= 1

    def settle(self, owed: float, reported: int, now: float) -> None:
        """What the book says, after it was told of so many, and what came meanwhile."""
        self.unreported -= reported
        self.until = now + owed + self.unreported * self.policy.interval

    def wait(self, now: float) -> float:
        """The seconds until one request is allowed, or until all are where one is now."""
        missing = 1 - self._free(now)
        return missing * self.policy.interval if missing > 0 else self.owed(now)

    def _free(self, now: float) -> float:
        owed = self.owed(now)
        return (self.policy.window - owed) / self.policy.interval + 1e-6
