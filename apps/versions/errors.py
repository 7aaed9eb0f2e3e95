"""Why a request about a version may be refused."""

from collections.abc import Sequence
from typing import Self

from apps.core.errors import Conflict, FieldError, Invalid, NotFound

MOST_NAMED = 10


class VersionNotFound(NotFound):
    code = "version.not_found"
    message = "“{source}” has no version “{version}”."


class PinnedVersionsNotFound(NotFound):
    code = "version.not_found"
    message = "{count} of the versions pinned here are unknown to this registry, {first} for one."


class DuplicateNumber(Conflict):
    code = "version.duplicate_number"
    message = "“{source}” already has a version {version}."


class DuplicateExternalVersion(Conflict):
    code = "version.duplicate_external_version"
    message = "“{source}” already has a version that its publisher calls “{external_version}”."


class AlreadyPublished(Conflict):
    code = "version.already_published"
    message = "Version {version} is published already."


class NotDraft(Conflict):
    code = "version.not_draft"
    message = "Version {version} is {status}: what is published never changes."


class NotPublished(Conflict):
    code = "version.not_published"
    message = "Version {version} is {status}, and only a published one can be {wanted}."


class NotYanked(Conflict):
    code = "version.not_yanked"
    message = "Version {version} is {status}, not yanked."


class VersionReasonRequired(Invalid):
    code = "version.reason_required"
    message = "Say why: whoever depends on this version will ask."


class AmbiguousVersion(Conflict):
    code = "version.ambiguous"
    message = (
        "Releases called “{version}” hold different contents of “{source}”. Say which is meant: "
        "{candidates}."
    )


class VersionCycle(Conflict):
    code = "version.cycle"
    message = "Nothing can depend on itself, not by way of others either: {cycle}."


class UnpublishedDependency(Conflict):
    code = "version.unpublished_dependency"
    message = "Version {version} depends on drafts, which are published first: {drafts}."

    @classmethod
    def naming(cls, version: str, drafts: Sequence[str]) -> Self:
        """The refusal that names the first few in its sentence, and every one in its errors."""
        told = ", ".join((*drafts[:MOST_NAMED], *(["…"] if len(drafts) > MOST_NAMED else [])))
        errors = tuple(
            FieldError(field="dependencies", code="draft", detail=f"{each} is a draft.")
            for each in drafts
        )
        return cls(version=version, drafts=told, errors=errors)


class StillNeeded(Conflict):
    code = "version.still_needed"
    message = (
        "Others depend on version {version}, as its dependents tell. It can be thrown away once "
        "none does."
    )
