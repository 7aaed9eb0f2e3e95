"""A lock as a registry of the `pooch` library: a path and a checksum a line.

https://www.fatiando.org/pooch/latest/registry-files.html: blanks part the columns, and what begins
with a number sign is a remark.
"""

from apps.citing.dtos import Bibliography, Work

BASE = "/api/v1/"


def write(told: Bibliography) -> str:
    """The lines; remarks say how they are read, and which versions hold no file."""
    base = f"{told.origin}{BASE}"
    lines = [
        f'# pooch.create(path=pooch.os_cache("bdp"), base_url="{base}").load_registry(FILE)',
        *(f"# {work.address} holds no file" for work in told.works if not work.files),
        *dict.fromkeys(line for work in told.works for line in _lines(work)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _lines(work: Work) -> list[str]:
    return [f"{file.path} sha256:{file.sha256}" for file in work.files]
