"""What clients may send to resolving."""

from typing import Any

from rest_framework import serializers

from apps.core.fields import Day, Instant, RequiredText, Serializer, Text, TrueOrFalse

OTHER_FORM = "Only lock files of version 1 are read here."


def specs(of: str, example: str) -> serializers.ListField:
    """A list of specs, of which each that is none is told in one answer."""
    told = f"{of}, by specs such as `{example}`."
    # what is no spec is told with all the others that fail
    one = RequiredText(allow_blank=True)
    return serializers.ListField(child=one, required=False, help_text=told)


class Resolve(Serializer):
    """What to resolve, and from which point of view."""

    sources = specs("Data", "uniprot:P01308-fasta@^1.2")
    tools = specs("Programs", "ncbi:blast@2")
    as_of = Day(required=False, allow_null=True, help_text="Released by that day.")
    known_at = Instant(
        required=False, allow_null=True, help_text="Known to the registry by that instant."
    )


class FileToVerify(Serializer):
    """The bytes of one format, as a lock has them."""

    checksum = RequiredText(max_length=100)
    size = serializers.IntegerField(min_value=0)
    path = RequiredText(max_length=1000)


class LockedPin(Serializer):
    """One pin of a lock."""

    resolved = RequiredText(max_length=1000)
    external_version = Text()
    effective_date = Text(max_length=10)
    format = Text(max_length=100)
    checksum = Text(max_length=100)
    size = serializers.IntegerField(min_value=0, required=False, allow_null=True)
    path = Text(max_length=1000)
    license = Text()
    status = Text(max_length=20)
    dependency_count = serializers.IntegerField(min_value=0)
    dependencies_checksum = Text(max_length=100)
    files = serializers.DictField(child=FileToVerify(), required=False, allow_null=True)


class LockfileVersion(serializers.IntegerField):
    """The version of the form of lock files."""

    def __init__(self, **kwargs: Any) -> None:
        told: dict[str, Any] = {"min_value": OTHER_FORM, "max_value": OTHER_FORM}
        super().__init__(min_value=1, max_value=1, error_messages=told, **kwargs)


class VerifyLock(Serializer):
    """A lock, as it was answered."""

    lockfile_version = LockfileVersion()
    as_of = Text(max_length=10)
    known_at = Text(max_length=40)
    sources = serializers.DictField(child=LockedPin())
    tools = serializers.DictField(child=LockedPin(), required=False)
    dependencies = serializers.DictField(child=LockedPin(), required=False)
    checksum = RequiredText(max_length=100)


class Enveloped(Serializer):
    """How the answer is wrapped."""

    envelope = TrueOrFalse(required=False, help_text="Whether to tell warnings beside the lock.")
