"""What can go wrong, in the language of the registry.

Nothing here knows about HTTP or the shell: `apps.core.http` and `apps.core.operators` each decide
how an error looks to their user.
"""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """What is wrong with one field of a request."""

    field: str
    code: str
    detail: str


class DomainError(Exception):
    """An anticipated refusal. The message is fit to be shown to the caller."""

    code: ClassVar[str]
    message: ClassVar[str]

    def __init__(self, *, errors: tuple[FieldError, ...] = (), **params: object) -> None:
        self.params = params
        self.errors = errors
        super().__init__(self.message.format(**params))


class Invalid(DomainError):
    """The request could never succeed as written."""


class Unauthenticated(DomainError):
    """Nobody is signed in, or with credentials that do not hold."""


class Forbidden(DomainError):
    """The request is well formed, but a role or a rule of the registry refuses it."""


class NotFound(DomainError):
    """The request names something that does not exist."""


class Conflict(DomainError):
    """The request collides with the current state of the registry."""


class Outdated(DomainError):
    """The request was made from a state that is no more."""


class TooLarge(DomainError):
    """The request is more than the registry takes at once."""


class Unsatisfiable(DomainError):
    """The request asks for a part that what it names does not have."""


class Unprocessable(DomainError):
    """What was sent is well formed, but its content cannot be used."""


class TooMany(DomainError):
    """The request is one of too many; the same one will do after `seconds`."""


class Unavailable(DomainError):
    """A part that the registry stands on is away; the same request may succeed later."""


class InvalidRequest(Invalid):
    """What was sent does not have the promised form; `errors` names each field."""

    code = "request.invalid"
    message = "{detail}"


class PreconditionFailed(Outdated):
    code = "request.precondition_failed"
    message = "Somebody has changed this since you read it. Read it again, then decide."


class RequestTooLarge(TooLarge):
    code = "request.too_large"
    message = "The body is larger than {most:,} bytes, which is the most that is taken here."


class RangeNotSatisfiable(Unsatisfiable):
    code = "request.range_not_satisfiable"
    message = "This file has {size:,} bytes, and none where you begin. Ask for a part of these."


class InvalidCursor(Invalid):
    code = "request.invalid_cursor"
    message = "This cursor does not belong to this list: start again without one."


class ReasonRequired(Invalid):
    code = "request.reason_required"
    message = "Say why: this change needs a reason."


class CredentialsRequired(Unauthenticated):
    code = "auth.required"
    message = "Sign in, or send a token as “Authorization: Bearer …”."


class CredentialsInvalid(Unauthenticated):
    code = "auth.invalid"
    message = "This token is unknown, expired or revoked."


class NotAllowed(Forbidden):
    code = "auth.forbidden"
    message = "{who} may not do this: it takes {role}."


class ServiceUnavailable(Unavailable):
    code = "service.unavailable"
    message = "The registry's database is away. Try again in a few seconds."


class StoreAway(Unavailable):
    code = "service.unavailable"
    message = "The registry's file store is away. Try again in a few seconds."


class ContentDamaged(Unavailable):
    code = "service.unavailable"
    message = "What is kept of this is damaged, so nothing is shown. The registry's log says more."


class NotMigrated(Unavailable):
    code = "service.unavailable"
    message = "The database is not migrated: run manage.py migrate."


class Collided(Unavailable):
    code = "service.unavailable"
    message = "Another change came in between, and this one was undone. Make it again."


def invalid_field(field: str, detail: str, *, code: str = "invalid") -> InvalidRequest:
    """The refusal of a request because of one field."""
    error = FieldError(field=field, code=code, detail=detail)
    return InvalidRequest(detail=f"{field}: {detail}", errors=(error,))
