"""An export of the trail that an auditor can hold against us: what it is of, its rows, the heads
that cover them, what came of verifying the whole log, and a signature over all of it.
"""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from apps.audit import queries
from apps.audit.dtos import Checkpoint, Verification
from apps.audit.exporting import chosen_rows
from apps.audit.forms import FORMS, Form
from apps.audit.narrowing import Filters
from apps.audit.signing import id_of, instant
from apps.audit.tally import Tally
from apps.core.rendering import plain
from apps.core.services import services

FORMAT = "bdp-audit-export-1"


def export_lines(only: Filters, *, form: str, verified: Verification) -> Iterator[str]:
    """The export, line by line as it is read; the last line signs all before it."""
    digest = sha256()
    for text in _told(only, FORMS[form], verified):
        digest.update(text.encode())
        yield text
    yield FORMS[form]("signature", _signature(digest.hexdigest()))


def message(digest: str) -> bytes:
    """The bytes that an export's signature is over."""
    return f"bdp-audit-export\n{digest}\n".encode()


def _told(only: Filters, form: Form, verified: Verification) -> Iterator[str]:
    made = instant(services.clock.now())
    yield form("export", {"format": FORMAT, "made_at": made, "only": plain(only)})
    tally = Tally()
    with chosen_rows(only) as rows:
        for row, fits in rows:
            tally.add(row, fits=fits)
            yield form("row", row)
    heads = [plain(head) for head in _heads(tally.last_leaf)]
    of_log = {"verification": plain(verified), "heads": heads, "keys": queries.get_keys().keys}
    yield form("summary", {**plain(tally), **of_log})


def _heads(last_leaf: int | None) -> tuple[Checkpoint, ...]:
    """The oldest head that covers all rows, and the newest."""
    if last_leaf is None:
        return ()
    found = (queries.get_covering(last_leaf), queries.get_checkpoint().content)
    return tuple(dict.fromkeys(found))


def _signature(digest: str) -> dict[str, Any]:
    key, signed = services.trail_key.public(), services.trail_key.sign(message(digest))
    return {
        "sha256": digest, "key_id": id_of(key), "public_key": b64encode(key).decode(),
        "signature": b64encode(signed).decode(),
    }  # fmt: skip
