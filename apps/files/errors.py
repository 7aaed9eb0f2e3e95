"""Why a request about a file may be refused."""

from apps.core.errors import Invalid, NotFound, TooLarge


class FileNotFound(NotFound):
    code = "file.not_found"
    message = "Version {version} of “{source}” has no file in the format “{format}”. {held}"


class DigestMismatch(Invalid):
    code = "file.digest_mismatch"
    message = "The bytes that came have the SHA-256 {found}, not the one that you told. Send again."


class LengthMismatch(Invalid):
    code = "file.length_mismatch"
    message = "Of {length:,} bytes that you told, {found:,} came. Nothing is kept: send it again."


class FileTooLarge(TooLarge):
    code = "file.too_large"
    message = "A file has at most {most:,} bytes here. Split it, or ask the registry's operator."
