"""Why the log of the trail may refuse."""

from apps.core.errors import Conflict, NotFound, Unavailable


class EntryNotFound(NotFound):
    code = "audit.not_found"
    message = "The trail has no row {audit_id}."


class NotSealed(Conflict):
    code = "audit.not_sealed"
    message = "This row is not sealed yet, which takes up to a minute: ask again then."


class CheckpointNotFound(NotFound):
    code = "audit.checkpoint_not_found"
    message = "No head of the log was signed {which}."


class KeyRetired(Conflict):
    code = "audit.key_retired"
    message = "The key {key_id} was followed by another, and signs no more: give the newest."


class LogBroken(Unavailable):
    code = "service.unavailable"
    message = "The log of the trail is not whole: `manage.py audit verify` tells what is missing."


class LogRewritten(LogBroken):
    message = (
        "The log of the trail does not go on from the head of {size} leaves signed last, so "
        "nothing is signed: see `manage.py audit verify`. Where a backup was restored, `manage.py "
        "audit accept --reason …` goes on from there."
    )
