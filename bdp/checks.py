"""What `check --deploy` says of the way this registry is set up."""

from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004

from bdp.grants import owner_role, program_role


@register(Tags.security, deploy=True)
def the_trail_has_two_walls(**_: Any) -> list[CheckMessage]:
    """A program that owns its tables could lift the triggers that guard the trail."""
    if program_role() != owner_role():
        return []
    return [
        Warning(
            "The program connects as the owner of its tables: triggers alone guard the trail.",
            hint="Give the owner's address in DATABASE_OWNER_URL, and a role without its rights "
            "in DATABASE_URL.",
            id="bdp.W001",
        )
    ]
