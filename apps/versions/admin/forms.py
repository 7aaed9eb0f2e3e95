"""What may be said of a draft, and of a deprecation."""

from django import forms

from apps.core.admin.fields import Reason
from apps.core.admin.forms import CommandForm
from apps.versions.dtos import VersionDetail


class VersionForm(CommandForm):
    """What may be said of a draft."""

    shown = VersionDetail
    complaints = {
        "version.duplicate_number": "number",
        "version.duplicate_external_version": "external_version",
        "source.not_found": "source",
    }
    of_new_ones = ("number",)
    number = forms.CharField(
        required=False,
        max_length=32,
        help_text="MAJOR.MINOR.PATCH; left empty, the organization's scheme gives the next.",
    )


class Successor(Reason):
    """Why a version is deprecated, and what follows it."""

    superseded_by = forms.CharField(
        required=False,
        max_length=500,
        label="Superseded by",
        help_text="organization:source@version, where another one follows it.",
    )
