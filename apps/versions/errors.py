"""Why a request about a version may be refused."""

from apps.core.errors import Conflict, Invalid, NotFound


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
