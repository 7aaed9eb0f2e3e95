"""Small files that are never there in part: written aside, safe on the disk, then put in place."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkstemp


def replace(place: Path, text: str) -> None:
    """Have `text` at `place`, whatever was there."""
    with _draft(place, text) as draft:
        draft.replace(place)
        _settle(place.parent)


def place_once(place: Path, text: str) -> None:
    """Have `text` at `place`, unless somebody was quicker: then it is theirs."""
    with _draft(place, text) as draft, suppress(FileExistsError):
        os.link(draft, place)
        _settle(place.parent)


@contextmanager
def _draft(place: Path, text: str) -> Iterator[Path]:
    """A file for its owner alone, of a name of its own: a pid is not, on a shared volume."""
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(prefix=f".{place.name}.", dir=place.parent)
    draft = Path(name)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
