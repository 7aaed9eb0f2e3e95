"""What clients may ask of jobs. What they receive is in dtos.py."""

from apps.core.fields import Listed


class ListJobs(Listed):
    """Which page."""
