"""The files that operators name, read before anything begins."""

from pathlib import Path
from typing import Any

import orjson

from apps.core.errors import InvalidRequest


def read_lock(path: Path) -> dict[str, Any]:
    """What a file holds. Raises `InvalidRequest` if that is no lock."""
    try:
        told = orjson.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise InvalidRequest(detail=f"{path} cannot be read as a lock: {error}.") from None
    if not isinstance(told, dict) or told.get("lockfile_version") != 1:
        raise InvalidRequest(detail=f"{path} is no lock of version 1.")
    return told
