"""What may be said of an organization."""

from django import forms

from apps.core.admin.forms import CommandForm
from apps.organizations.dtos import OrganizationDetail
from apps.organizations.models import VERSION_SCHEMES


class OrganizationForm(CommandForm):
    """What may be said of an organization."""

    shown = OrganizationDetail
    complaints = {
        "organization.invalid_slug": "slug",
        "organization.duplicate_slug": "slug",
        "organization.invalid_name": "name",
    }
    version_scheme = forms.ChoiceField(
        choices=[(scheme, scheme) for scheme in VERSION_SCHEMES],
        initial="sequential",
        help_text="How versions are numbered whose content is not compared.",
    )
