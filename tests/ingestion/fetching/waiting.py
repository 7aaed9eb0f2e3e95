"""Waits that are noted instead of waited."""

from dataclasses import dataclass, field


@dataclass
class Waits:
    """Seconds asked for, and what was said meanwhile."""

    seconds: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
