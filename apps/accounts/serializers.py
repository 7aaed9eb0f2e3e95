"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import Instant, Listed, Reasoned, RequiredText, Serializer, Text


class CreateToken(Reasoned):
    """What a token is for, and what bounds it."""

    name = RequiredText(max_length=100)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(["read", "write", "publish", "admin"]), min_length=1
    )
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


class ListTokens(Listed):
    """Which page."""
