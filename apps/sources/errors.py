"""Why a request about a source may be refused."""

from apps.core.errors import Conflict, Invalid, NotFound


class SourceNotFound(NotFound):
    code = "source.not_found"
    message = "There is no source “{source}” in “{organization}”."


class DuplicateSlug(Conflict):
    code = "source.duplicate_slug"
    message = "“{organization}” already has a source “{slug}” (case does not tell them apart)."


class InvalidSlug(Invalid):
    code = "source.invalid_slug"
    message = (
        "“{slug}” cannot be a source's slug: use 1 to 255 of A-Z, a-z, 0-9, “.”, “_” and “-”, a "
        "letter or digit first, and not an id."
    )


class SourceHasPublishedVersions(Conflict):
    code = "source.has_published_versions"
    message = "“{slug}” has published versions, which stay for ever: archive it instead."


class SourceArchived(Conflict):
    code = "source.archived"
    message = "“{source}” is archived and takes in no releases. Unarchive it first if it goes on."
