"""What may be said of an organization."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.fields import InvalidJSONInput

from apps.core.admin.forms import CommandForm
from apps.core.rendering import plain
from apps.organizations.dtos import OrganizationDetail
from apps.organizations.models import VERSION_SCHEMES
from apps.organizations.serializers import UpdateOrganization


class Strategy(forms.JSONField):
    """How content decides numbers, in the form that the API takes too."""

    def prepare_value(self, value: Any) -> Any:
        """Nothing where none is set, not the word of JSON for it."""
        return "" if value is None else super().prepare_value(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was typed, whether it can be read or not."""
        try:
            return super().bound_data(data, initial)
        except RecursionError:
            return InvalidJSONInput(data)

    def to_python(self, value: Any) -> Any:
        """The strategy. Raises `ValidationError`."""
        try:
            told = super().to_python(value)
        except RecursionError:
            raise ValidationError("This is nested too deeply.") from None
        if told is None:
            return None
        sent = UpdateOrganization(data={"versioning_strategy": told})
        if not sent.is_valid():
            raise ValidationError(str(plain(sent.errors["versioning_strategy"])))
        return plain(sent.validated_data["versioning_strategy"])


class OrganizationForm(CommandForm):
    """What may be said of an organization."""

    shown = OrganizationDetail
    complaints = {
        "organization.invalid_slug": "slug",
        "organization.duplicate_slug": "slug",
        "organization.invalid_name": "name",
        "request.reason_required": "reason",
    }
    versioning_strategy = Strategy(
        required=False,
        help_text="JSON: major_triggers, minor_triggers, default_bump, cascade_on_major, "
        "cascade_on_minor. Left empty, the defaults hold.",
    )
    version_scheme = forms.ChoiceField(
        choices=[(scheme, scheme) for scheme in VERSION_SCHEMES],
        initial="sequential",
        help_text="How versions are numbered whose content is not compared.",
    )
