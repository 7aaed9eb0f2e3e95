"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import (
    NO_BLANK,
    Instant,
    Listed,
    Narrowing,
    Reasoned,
    RequiredText,
    Serializer,
    Text,
    TrueOrFalse,
)

SCOPES = ["read", "write", "publish", "admin"]
MOST_GRACE = 7 * 24 * 3600  # seconds


class CreateToken(Reasoned):
    """What a token is for, and what bounds it."""

    name = RequiredText(max_length=100, told={"pattern": NO_BLANK + "]"})
    scopes = serializers.ListField(child=serializers.ChoiceField(SCOPES), min_length=1)
    organization = Text(max_length=100)
    source = Text(max_length=400)  # type: ignore[assignment]  # a field, not DRF's attribute
    expires_at = Instant(required=False, allow_null=True)


class AskPermissions(Serializer):
    """Where something is to be done."""

    on = serializers.CharField(
        required=False,
        max_length=400,
        help_text="An organization, organization/source or @username; without it, the registry.",
    )


class RotateToken(Reasoned):
    """How long the old secret holds beside the new one."""

    grace = serializers.IntegerField(
        min_value=0,
        max_value=MOST_GRACE,
        required=False,
        help_text="For so many seconds the old secret still holds; without it, it ends at once.",
    )


class ListTokens(Listed):
    """Which page, and of which tokens."""

    organization = Narrowing(max_length=100, help_text="Those made for this organization alone.")
    source = serializers.RegexField(  # type: ignore[assignment]  # a field, not DRF's attribute
        r"^[^/]+/[^/]+$",
        required=False,
        max_length=400,
        help_text="Those made for this source alone, written organization/source.",
    )
    scope = serializers.ChoiceField(SCOPES, required=False, help_text="Those made for this.")
    valid = TrueOrFalse(required=False, help_text="Those that hold, or those that have ended.")
