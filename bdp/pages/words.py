"""What things are called on pages."""

from apps.audit.actions import AuditAction

ACTIONS: dict[str, str] = {
    AuditAction.CREATE_ORGANIZATION: "registered the organization",
    AuditAction.UPDATE_ORGANIZATION: "changed the organization",
    AuditAction.CREATE_SOURCE: "registered the source",
    AuditAction.UPDATE_SOURCE: "changed the source",
    AuditAction.ARCHIVE_SOURCE: "archived the source",
    AuditAction.UNARCHIVE_SOURCE: "took the source out of the archive",
    AuditAction.CREATE_VERSION: "registered the version",
    AuditAction.UPDATE_VERSION: "changed the draft",
    AuditAction.PUBLISH_VERSION: "published the version",
    AuditAction.DEPRECATE_VERSION: "deprecated the version",
    AuditAction.YANK_VERSION: "yanked the version",
    AuditAction.UNYANK_VERSION: "took the yanking back",
    AuditAction.CREATE_PROJECT: "began the project",
    AuditAction.UPDATE_PROJECT: "changed the project",
    AuditAction.LOCK_PROJECT: "locked what it uses",
    AuditAction.RECONCILE_PROJECT: "compared it with the registry",
    AuditAction.INGEST_RELEASE: "took in the release",
    AuditAction.INGEST_MEMBER: "came in with a release",
}
SIMILAR = 0.65  # what search gives for a name at most that is not quite the one asked for
REASONS = {
    "slug": "its address",
    "alias": "another of its names",
    "gene": "a gene",
    "name": "its name",
    "words": "words that describe it",
}


def matched(by: str, score: float) -> str:
    """Why a hit is one."""
    return "a similar name" if by == "name" and score <= SIMILAR else REASONS[by]
