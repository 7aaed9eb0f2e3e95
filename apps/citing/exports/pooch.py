"""A lock as a registry of the `pooch` library: a path and a checksum a line.

https://www.fatiando.org/pooch/latest/registry-files.html: blanks part the columns, and what begins
with a number sign is a remark.
"""

from collections.abc import Iterator

from apps.citing.dtos import Bibliography, Work
from apps.core.errors import invalid_field

BASE = "/api/v1/"
NOTHING = (
    "nothing that this lock pins has a file with a checksum, so there is nothing to download: "
    "resolve specs that name a format, such as uniprot:P01308-fasta@1."
)


def write(told: Bibliography) -> str:
    """The lines; remarks say how they are read, and what is left out, and why.

    Raises `InvalidRequest` if no file remains.
    """
    base = f"{told.origin}{BASE}"
    files = dict.fromkeys(line for work in told.works for line in _lines(work))
    if not files:
        raise invalid_field("sources", NOTHING)
    lines = [
        f'# pooch.create(path=pooch.os_cache("bdp"), base_url="{base}").load_registry(FILE)',
        *_left_out(told),
        *files,
    ]
    return "".join(f"{line}\n" for line in lines)


def _left_out(told: Bibliography) -> Iterator[str]:
    lacks = {pin.address: pin.lacks for pin in told.lock.pins} if told.lock else {}
    for work in told.works:
        missing = lacks.get(work.address, ())
        yield from (f"# {work.address} is left out: the lock has {each}" for each in missing)
        if not work.files and not missing:
            yield f"# {work.address} is left out: the lock has no file of it"


def _lines(work: Work) -> list[str]:
    return [f"{file.path} sha256:{file.sha256}" for file in work.files]
