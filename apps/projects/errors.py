"""Why a request about a project may be refused."""

from apps.core.errors import Conflict, Invalid, NotFound


class ProjectNotFound(NotFound):
    code = "project.not_found"
    message = "There is no project “{name}” of “{owner}” that you may see."


class DuplicateName(Conflict):
    code = "project.duplicate_name"
    message = "“{owner}” already has a project “{name}” (case does not tell them apart)."


class InvalidName(Invalid):
    code = "project.invalid_name"
    message = (
        "“{name}” cannot be a project's name: use 1 to 100 of A-Z, a-z, 0-9, “.”, “_” and “-”, a "
        "letter or digit first, and not an id. Say the rest in its description."
    )


class EmptyManifest(Conflict):
    code = "project.empty_manifest"
    message = "The manifest of “{name}” names nothing yet: PUT its specs to …/manifest first."


class NotLocked(Conflict):
    code = "project.not_locked"
    message = "“{name}” has no lock to compare with: PUT …/lock first."


class LockNotFound(NotFound):
    code = "project.lock_not_found"
    message = "“{name}” has no such lock. PUT …/lock makes one from its manifest."


class ReconciliationNotFound(NotFound):
    code = "project.reconciliation_not_found"
    message = "“{name}” was never reconciled under this id."
