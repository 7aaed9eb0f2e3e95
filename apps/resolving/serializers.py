"""What clients may send to resolving."""

from rest_framework import serializers

from apps.core.fields import Day, Instant, RequiredText, Serializer, TrueOrFalse


def _specs(of: str, example: str) -> serializers.ListField:
    told = f"{of}, by specs such as `{example}`."
    # what is no spec is told with all the others that fail
    one = RequiredText(allow_blank=True)
    return serializers.ListField(child=one, required=False, help_text=told)


class Resolve(Serializer):
    """What to resolve, and from which point of view."""

    sources = _specs("Data", "uniprot:P01308-fasta@^1.2")
    tools = _specs("Programs", "ncbi:blast@2")
    as_of = Day(required=False, allow_null=True, help_text="Released by that day.")
    known_at = Instant(
        required=False, allow_null=True, help_text="Known to the registry by that instant."
    )


class Enveloped(Serializer):
    """How the answer is wrapped."""

    envelope = TrueOrFalse(required=False, help_text="Whether to tell warnings beside the lock.")
