"""The audit trail, for reading: as a list, a row at a time, and as a file."""

from apps.audit.admin import trail  # noqa: F401  registers itself by being imported
