"""The vocabulary of change: every action the trail can hold, as it is stored."""

from enum import StrEnum


class AuditAction(StrEnum):
    """What was done. The name of the command that did it."""

    CREATE_ORGANIZATION = "create_organization"
    UPDATE_ORGANIZATION = "update_organization"
    DELETE_ORGANIZATION = "delete_organization"
    SET_MEMBER = "set_member"
    REMOVE_MEMBER = "remove_member"
    CREATE_SOURCE = "create_source"
    UPDATE_SOURCE = "update_source"
    DELETE_SOURCE = "delete_source"
    ARCHIVE_SOURCE = "archive_source"
    UNARCHIVE_SOURCE = "unarchive_source"
    CREATE_VERSION = "create_version"
    UPDATE_VERSION = "update_version"
    DELETE_VERSION = "delete_version"
    PUBLISH_VERSION = "publish_version"
    DEPRECATE_VERSION = "deprecate_version"
    YANK_VERSION = "yank_version"
    UNYANK_VERSION = "unyank_version"
    ADD_VERSION_FILE = "add_version_file"
    SET_DEPENDENCIES = "set_dependencies"
    CREATE_PROJECT = "create_project"
    UPDATE_PROJECT = "update_project"
    DELETE_PROJECT = "delete_project"
    LOCK_PROJECT = "lock_project"
    RECONCILE_PROJECT = "reconcile_project"
    IMPORT_CATALOGUE = "import_catalogue"
    INGEST_RELEASE = "ingest_release"
    INGEST_MEMBER = "ingest_member"
    REPLAY_EVENTS = "replay_events"
    REDELIVER_EVENT = "redeliver_event"
    RETRY_JOB = "retry_job"
    CREATE_WEBHOOK = "create_webhook"
    UPDATE_WEBHOOK = "update_webhook"
    DELETE_WEBHOOK = "delete_webhook"
    ROTATE_WEBHOOK = "rotate_webhook"
    REDELIVER_WEBHOOK = "redeliver_webhook"
    ROTATE_AUDIT_KEY = "rotate_audit_key"
    CREATE_USER = "create_user"
    SET_GROUPS = "set_groups"
    DEACTIVATE_USER = "deactivate_user"
    REACTIVATE_USER = "reactivate_user"
    CREATE_TOKEN = "create_token"  # noqa: S105  a name, not a secret
    REVOKE_TOKEN = "revoke_token"  # noqa: S105
    REVOKE_TOKENS = "revoke_tokens"
    ROTATE_TOKEN = "rotate_token"  # noqa: S105
    SET_PASSWORD = "set_password"  # noqa: S105
    FAILED_LOGIN = "failed_login"
    ERASE_ORIGINS = "erase_origins"
    EXPORT_TRAIL = "export_trail"
    REFUSED_TOKEN = "refused_token"  # noqa: S105
