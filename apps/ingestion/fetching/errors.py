"""Why a publisher's file may not be taken, or not be believed."""

from apps.core.errors import Invalid


class Unfetchable(Invalid):
    """What was named cannot be read to its end as what it is."""

    code = "ingest.unreadable"
    message = "“{address}” cannot be read: {reason}."


class NotThere(Unfetchable):
    """Whoever was asked answers, and gives no such file."""


class Unreachable(Unfetchable):
    """Every try failed; a later one may not."""


class ChangedMeanwhile(Unfetchable):
    """Another file came under the same address before this one was read to its end."""


class NotAsPublished(Unfetchable):
    """The bytes are not those of which the publisher tells size and digest."""


class DamagedArchive(Unfetchable):
    """The archive is none, is torn, or lacks what is asked of it."""
