"""Rules that many tables share, as constraints that PostgreSQL keeps."""

from django.db.models import CheckConstraint, F, Q, Value
from django.db.models.functions import Length
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual

WEB_ADDRESS = r"^https?://[^\s/?#]+[^\s]*$"
MOST_OF_AN_ADDRESS = 2000
EMAIL = r"^[^@\s]+@[^@\s]+$"
PRINTABLE = r"^[^[:cntrl:]]*$"


def length(table: str, column: str, most: int, *, least: int = 1) -> CheckConstraint:
    """`column` is null or has between `least` and `most` characters: `{table}_{column}_length`."""
    fits = Q(LessThanOrEqual(Length(F(column)), Value(most)))
    fits &= Q(GreaterThanOrEqual(Length(F(column)), Value(least)))
    return CheckConstraint(condition=fits, name=f"{table}_{column}_length")


def web_address(table: str, column: str) -> CheckConstraint:
    """`column` is null or an http(s) address of at most 2,000 characters: `…_web_address`."""
    fits = Q(**{f"{column}__regex": WEB_ADDRESS}) & Q(
        LessThanOrEqual(Length(F(column)), Value(MOST_OF_AN_ADDRESS))
    )
    return CheckConstraint(condition=fits, name=f"{table}_{column}_web_address")


def matching(table: str, column: str, pattern: str, name: str) -> CheckConstraint:
    """`column` is null or matches `pattern`: `{table}_{column}_{name}`."""
    return CheckConstraint(
        condition=Q(**{f"{column}__regex": pattern}), name=f"{table}_{column}_{name}"
    )


def not_matching(table: str, column: str, pattern: str, name: str) -> CheckConstraint:
    """`column` is null or does not match `pattern`: `{table}_{column}_{name}`."""
    return CheckConstraint(
        condition=~Q(**{f"{column}__regex": pattern}), name=f"{table}_{column}_{name}"
    )


def among(table: str, column: str, choices: list[str]) -> CheckConstraint:
    """`column` is one of `choices`: `{table}_{column}_known`."""
    return CheckConstraint(
        condition=Q(**{f"{column}__in": choices}), name=f"{table}_{column}_known"
    )
