"""What clients may send. What they receive is in dtos.py."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from apps.core.fields import (
    Chosen,
    Day,
    Flag,
    Instant,
    Listed,
    Reasoned,
    Serializer,
    Size,
    Text,
    TrueOrFalse,
)
from apps.projects.manifests import STYLES
from apps.projects.models import MOST_OF_A_DESCRIPTION, MOST_OF_A_NAME, NAME
from apps.resolving.serializers import specs

WATCH = "Whether it is compared with the registry whenever something that it pins moves."


class ListProjects(Listed):
    """Which page, and of which projects."""

    owner = serializers.CharField(
        required=False, max_length=200, help_text="Those of an organization, or of @username."
    )
    watch = TrueOrFalse(required=False, help_text="Those that are watched, or are not.")


class CreateProject(Reasoned):
    """A new project: of an organization, or else of whoever sends this."""

    name = Chosen(pattern=NAME, longest=MOST_OF_A_NAME)
    organization = Text()
    description = Text(max_length=MOST_OF_A_DESCRIPTION)
    watch = Flag(required=False, help_text=WATCH)


class UpdateProject(Reasoned):
    """What changes of a project. Its owner and name never do."""

    description = Text(max_length=MOST_OF_A_DESCRIPTION)
    watch = Flag(required=False, help_text=WATCH)


class About(Serializer):
    """What a manifest says of its project."""

    name = Text(max_length=256)
    version = Text(max_length=100)
    description = Text(max_length=MOST_OF_A_DESCRIPTION)


class Manifest(Reasoned):
    """What a project uses, as a `bdp.yml` has it."""

    project = About(required=False, allow_null=True)
    sources = specs("Data", "uniprot:P01308-fasta@^1.2")
    tools = specs("Programs", "ncbi:blast@2")

    def to_internal_value(self, data: Any) -> Mapping[str, Any]:
        """The manifest by itself, beside the reason."""
        told = super().to_internal_value(data)
        manifest = {
            "project": told.get("project"),
            "sources": told.get("sources", []),
            "tools": told.get("tools", []),
        }
        return {"manifest": manifest, "reason": told.get("reason")}


class GetManifest(Serializer):
    """As what it is written."""

    style = serializers.ChoiceField(  # type: ignore[assignment]  # Django's word for a look
        list(STYLES), required=False, help_text="As JSON, or as a bdp.yml."
    )


class LockProject(Reasoned):
    """From which point of view the manifest is resolved."""

    as_of = Day(required=False, allow_null=True, help_text="Released by that day.")
    known_at = Instant(
        required=False, allow_null=True, help_text="Known to the registry by that instant."
    )


class GetLock(Serializer):
    """Which lock, and how it is wrapped."""

    number = Size(
        required=False, min_value=1, max_value=10**9 - 1, help_text="Which, counted from 1."
    )
    envelope = TrueOrFalse(
        required=False, help_text="Whether to tell beside it what it changed of the one before."
    )


class ListReconciliations(Listed):
    """Which page, and of which reconciliations."""

    in_sync = TrueOrFalse(required=False, help_text="Those that found all as it was, or did not.")
