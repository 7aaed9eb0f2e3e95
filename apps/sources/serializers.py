"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import (
    HOW_MANY,
    LICENCE,
    Chosen,
    Instant,
    Listed,
    Mention,
    Reasoned,
    Repeated,
    RequiredText,
    Serializer,
    Size,
    Text,
    TrueOrFalse,
    WebAddress,
    Words,
)
from apps.sources.models import ENTRY_TYPES, MOST_WORDS, SLUG, SOURCE_TYPES

QUERY = "A slug, an alias, a name, misspelt too, or words of a description."
TYPE = "Sources of this type."
OWNER = "Sources of this organization, by its slug or id."
ORGANISM = "Proteins of this organism, by its taxid or how its scientific name begins."
TAG = "Sources with this tag; with all of them, if it is given several times."


class SourceDetails(Reasoned):
    """Everything about a source that is not its name or type."""

    entry_type = serializers.ChoiceField(ENTRY_TYPES, required=False)
    description = Text(max_length=10_000)
    external_id = Text(max_length=256)
    license = Text(max_length=256, help_text=LICENCE)
    license_note = Text(max_length=2000)
    tags = Words(max_length=MOST_WORDS)
    aliases = Words(max_length=MOST_WORDS)
    homepage = WebAddress()
    repository_url = WebAddress()


class CreateSource(SourceDetails):
    """A new source."""

    organization = RequiredText()
    slug = Chosen(pattern=SLUG, longest=255)
    name = RequiredText(max_length=256)
    source_type = serializers.ChoiceField(SOURCE_TYPES)


class UpdateSource(SourceDetails):
    """What changes of a source. Its slug and organization never do."""

    name = RequiredText(required=False, max_length=256)
    source_type = serializers.ChoiceField(SOURCE_TYPES, required=False)
    superseded_by = Text(max_length=400)


class Search(Listed):
    """What is looked for, and among what."""

    q = serializers.CharField(max_length=5000, help_text=QUERY)
    type = serializers.ChoiceField(SOURCE_TYPES, required=False, help_text=TYPE)
    org = serializers.CharField(required=False, help_text=OWNER)
    tag = Repeated(required=False, help_text=TAG)
    organism = RequiredText(required=False, max_length=256, help_text=ORGANISM)


class Suggest(Serializer):
    """What is being typed."""

    q = serializers.CharField(max_length=5000, help_text=QUERY)
    limit = Size(min_value=1, max_value=50, default=10, help_text=HOW_MANY)


class ListSources(Listed):
    """Which page, and of which sources."""

    org = serializers.CharField(required=False, help_text=OWNER)
    type = serializers.ChoiceField(SOURCE_TYPES, required=False, help_text=TYPE)
    entry_type = serializers.ChoiceField(ENTRY_TYPES, required=False, help_text="Data or a tool.")
    tag = Repeated(required=False, help_text=TAG)
    license = serializers.CharField(
        required=False, max_length=256, help_text="Those under exactly this licence."
    )
    q = Mention(required=False)
    archived = TrueOrFalse(required=False, help_text="Those that are archived, or are not.")
    updated_since = Instant(required=False, help_text="Those that changed at or after it.")
