"""What `check --deploy` says of the way this registry is set up."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004
from django.db import DatabaseError, InterfaceError

from bdp.grants import may_rewrite_the_trail, owner_role, program_role


@register(Tags.security, deploy=True)
def the_trail_has_two_walls(**_: Any) -> list[CheckMessage]:
    """A program that owns its tables could lift the triggers that guard the trail."""
    if not _may_rewrite_the_trail():
        return []
    return [
        Warning(
            "The program may change its tables of record: triggers alone guard the trail.",
            hint="Give the owner's address in DATABASE_OWNER_URL, and a role without its rights "
            "in DATABASE_URL.",
            id="bdp.W001",
        )
    ]


def _may_rewrite_the_trail() -> bool:
    """As PostgreSQL says; where it cannot be asked, one name for both roles tells as much."""
    try:
        return may_rewrite_the_trail()
    except (DatabaseError, InterfaceError):
        return program_role() == owner_role()
