"""What may be said of a source."""

from django import forms

from apps.core.admin.fields import Words
from apps.core.admin.forms import CommandForm
from apps.sources.dtos import SourceDetail
from apps.sources.models import ENTRY_TYPES, SOURCE_TYPES


class SourceForm(CommandForm):
    """What may be said of a source."""

    shown = SourceDetail
    complaints = {
        "organization.invalid_slug": "slug",
        "source.duplicate_slug": "slug",
        "organization.not_found": "organization",
    }
    entry_type = forms.ChoiceField(choices=[(kind, kind) for kind in ENTRY_TYPES])
    source_type = forms.ChoiceField(choices=[(kind, kind) for kind in SOURCE_TYPES])
    tags = Words(required=False, help_text="One on each line.")
    aliases = Words(required=False, help_text="Other names, one on each line.")
