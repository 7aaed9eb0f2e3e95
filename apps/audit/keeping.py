"""A head that somebody kept, as a file: what the API or `audit checkpoint --json` told."""

from base64 import b64decode
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import orjson

from apps.audit.dtos import Checkpoint
from apps.core.errors import InvalidRequest


def kept_checkpoint(file: Path) -> Checkpoint:
    """The head in a file, of whose lines the last one counts. Raises `InvalidRequest`."""
    try:
        told = orjson.loads(file.read_bytes().strip().rpartition(b"\n")[2])
        kept = Checkpoint(**{field.name: told[field.name] for field in fields(Checkpoint)})
        _read(kept)
    except OSError as error:
        raise InvalidRequest(detail=f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise InvalidRequest(
            detail=f"{file} is no head of the log: keep what `audit checkpoint --json` prints."
        ) from error
    return kept


def _read(kept: Checkpoint) -> None:
    """Raises one of the above where a value is none that a head has."""
    b64decode(kept.signature, validate=True)
    bytes.fromhex(kept.root)
    instant = datetime.fromisoformat(kept.signed_at)
    if instant.tzinfo is None or kept.tree_size < 1:
        raise ValueError(kept)
