"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.core.fields import (
    Instant,
    Listed,
    Reasoned,
    Repeated,
    RequiredText,
    Serializer,
    Text,
    TrueOrFalse,
    WebAddress,
    Words,
)
from apps.core.pagination import DEFAULT_LIMIT, MAX_LIMIT
from apps.sources.models import ENTRY_TYPES, MOST_WORDS, SOURCE_TYPES


class SourceDetails(Reasoned):
    """Everything about a source that is not its name or type."""

    entry_type = serializers.ChoiceField(ENTRY_TYPES, required=False)
    description = Text(max_length=10_000)
    external_id = Text(max_length=256)
    license = Text(max_length=256)
    license_note = Text(max_length=2000)
    tags = Words(max_length=MOST_WORDS)
    aliases = Words(max_length=MOST_WORDS)
    homepage = WebAddress()
    repository_url = WebAddress()


class CreateSource(SourceDetails):
    organization = RequiredText()
    slug = RequiredText(allow_blank=True, trim_whitespace=False)
    name = RequiredText(max_length=256)
    source_type = serializers.ChoiceField(SOURCE_TYPES)


class UpdateSource(SourceDetails):
    name = RequiredText(required=False, max_length=256)
    source_type = serializers.ChoiceField(SOURCE_TYPES, required=False)
    superseded_by = Text(max_length=400)


class Search(Serializer):
    """What is looked for, and among what."""

    q = serializers.CharField(max_length=5000)
    type = serializers.ChoiceField(SOURCE_TYPES, required=False)
    org = serializers.CharField(required=False)
    tag = Repeated(required=False)
    limit = serializers.IntegerField(min_value=1, max_value=MAX_LIMIT, default=DEFAULT_LIMIT)
    cursor = serializers.CharField(required=False, max_length=2000)


class Suggest(Serializer):
    """What is being typed."""

    q = serializers.CharField(max_length=5000)
    limit = serializers.IntegerField(min_value=1, max_value=50, default=10)


class ListSources(Listed):
    """Which page, and of which sources."""

    org = serializers.CharField(required=False)
    type = serializers.ChoiceField(SOURCE_TYPES, required=False)
    entry_type = serializers.ChoiceField(ENTRY_TYPES, required=False)
    tag = Repeated(required=False)
    license = serializers.CharField(required=False, max_length=256)
    archived = TrueOrFalse(required=False)
    updated_since = Instant(required=False)
