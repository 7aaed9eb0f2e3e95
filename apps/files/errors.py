"""Why a request about a file may be refused."""

from apps.core.errors import NotFound


class FileNotFound(NotFound):
    code = "file.not_found"
    message = "Version {version} of “{source}” has no file in the format “{format}”. {held}"
