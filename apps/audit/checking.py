"""Whether an export is as it was made, as anybody can check who has the key's public half.

The SHA-256 of all bytes before the last line is what the last line says, and signed.
"""

import csv
from base64 import b64decode
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from apps.audit.cells import value_of
from apps.audit.dtos import CheckedExport
from apps.audit.taking import message
from apps.core.errors import InvalidRequest
from apps.core.keys import holds


def check_export(file: Path, keys: Collection[bytes]) -> CheckedExport:
    """What an export says of itself, and whether one of `keys` signed it. Raises `InvalidRequest`.

    The file is read line by line, however large it is.
    """
    digest, before, last = sha256(), b"", b""
    try:
        with file.open("rb") as lines:
            for line in lines:
                digest.update(last)
                before, last = last, line
        summary, told = _facts(before, "summary"), _facts(last, "signature")
        signature = b64decode(told["signature"], validate=True)
        return _checked(summary, told, signature, digest.hexdigest(), keys)
    except OSError as error:
        raise InvalidRequest(detail=f"{file} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, csv.Error) as error:
        raise InvalidRequest(
            detail=f"{file} does not end as an export of the trail does: it is cut off, or none."
        ) from error


def _checked(
    summary: dict[str, Any], told: dict[str, Any], signature: bytes, found: str,
    keys: Collection[bytes],
) -> CheckedExport:  # fmt: skip
    if told["sha256"] != found:
        why = "what it holds is not what was signed"
    elif not any(holds(key, signature, message(found)) for key in keys):
        why = f"its signature is by none of the registry's keys: it says {told['key_id']}"
    else:
        why = None
    return CheckedExport(
        ok=why is None, why=why, rows=summary["rows"], changed=len(summary["changed"]),
        key_id=told["key_id"], log_verified=(summary["verification"] or {"ok": None})["ok"],
    )  # fmt: skip


def _facts(line: bytes, kind: str) -> dict[str, Any]:
    if line.startswith(b"{"):
        told: dict[str, Any] = orjson.loads(line)
    else:
        (cells,) = csv.reader([line.decode()])
        told = {"kind": cells[0], **orjson.loads(value_of(cells[-1]))}
    if told["kind"] != kind:
        raise ValueError(kind)
    return told
