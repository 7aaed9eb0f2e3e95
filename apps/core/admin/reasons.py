"""What a refusal tells on a page: the sentence, and each of several things that are wrong."""

from apps.core.errors import DomainError

MOST_TOLD = 20


def reasons(refusal: DomainError) -> list[str]:
    """The sentence; where more than one thing is wrong also those, as many as are read."""
    if len(refusal.errors) <= 1:
        return [str(refusal)]
    each = [f"“{error.field}”: {error.detail}" for error in refusal.errors[:MOST_TOLD]]
    over = len(refusal.errors) - MOST_TOLD
    return [str(refusal), *each, *([f"There are {over:,} more."] if over > 0 else [])]
