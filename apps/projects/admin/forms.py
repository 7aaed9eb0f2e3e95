"""What may be said of a project."""

from apps.core.admin.forms import CommandForm
from apps.projects.dtos import ProjectDetail


class ProjectForm(CommandForm):
    """What may be said of a project."""

    shown = ProjectDetail
    complaints = {
        "project.invalid_name": "name",
        "project.duplicate_name": "name",
        "organization.not_found": "organization",
    }
