"""What is announced of a reconciliation: as much as a receiver takes, and where all of it is."""

from collections.abc import Sequence
from dataclasses import replace

from apps.projects.dtos import ReconciledPin
from apps.projects.members import share

MOST_OF_A_REASON = 300  # characters


def told(news: Sequence[ReconciledPin], most: int) -> tuple[ReconciledPin, ...]:
    """The first `most` pins, with `most` members in all and the beginning of each reason."""
    first = news[:most]
    each = share(most, sum(bool(pin.members) for pin in first))
    return tuple(_brief(pin, each) for pin in first)


def _brief(pin: ReconciledPin, most: int) -> ReconciledPin:
    members = pin.members or ()
    over = max(0, len(members) - most) + (pin.members_left_out or 0)
    return replace(
        pin,
        members=members[:most] or None,
        members_left_out=over or None,
        reason=_begun(pin.reason),
    )


def _begun(reason: str | None) -> str | None:
    if reason is None or len(reason) <= MOST_OF_A_REASON:
        return reason
    return f"{reason[: MOST_OF_A_REASON - 1]}…"
