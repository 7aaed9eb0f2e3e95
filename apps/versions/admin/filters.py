"""What lists of versions can be narrowed to."""

from apps.core.admin.filters import Choice
from apps.versions.models import STATUSES


class Status(Choice):
    """Where versions stand."""

    title, parameter_name = "status", "status"
    choices_of = {status: (status, {"status": status}) for status in STATUSES}
