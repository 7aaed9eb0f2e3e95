"""Why a request about people and tokens may be refused."""

from typing import Self

from apps.core.errors import Conflict, FieldError, Invalid, NotFound


class UserNotFound(NotFound):
    code = "user.not_found"
    message = "There is no user “{username}”."


class DuplicateUsername(Conflict):
    code = "user.duplicate_username"
    message = "The name “{username}” is already taken."


class InvalidUsername(Invalid):
    code = "user.invalid_username"
    message = (
        "“{username}” is no user name: use 1 to 150 letters, digits and “@”, “.”, “+”, “-”, “_”."
    )


class UnknownGroup(Invalid):
    code = "user.unknown_group"
    message = "There is no group “{group}”: people are curators, auditors or neither."


class WeakPassword(Invalid):
    code = "user.weak_password"
    message = "Choose another password. {why}"


class TokenNotFound(NotFound):
    code = "token.not_found"
    message = "There is no such token."


class TokenEnded(Conflict):
    code = "token.ended"
    message = "This token was revoked or has expired: make a new one instead."


class TooManyTokens(Conflict):
    code = "token.too_many"
    message = "{most} tokens of this person hold already: revoke one that nobody needs first."


class InvalidToken(Invalid):
    code = "request.invalid"
    message = "{why}"

    @classmethod
    def because(cls, field: str, why: str) -> Self:
        """The refusal because of one field."""
        return cls(why=why, errors=(FieldError(field=field, code="invalid", detail=why),))
