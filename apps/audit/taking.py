"""An export of the trail that an auditor can hold against us: what it is of, its rows, the heads
that cover them, what came of verifying the whole log if that was done, and a signature over it all.
"""

from base64 import b64encode
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import transaction

from apps.audit import queries
from apps.audit.dtos import Checkpoint, Verification
from apps.audit.errors import CheckpointNotFound
from apps.audit.exporting import in_order
from apps.audit.forms import FORMS, Form
from apps.audit.narrowing import Rows
from apps.audit.signing import id_of, instant
from apps.audit.tally import Tally
from apps.core.rendering import plain
from apps.core.services import PRIMARY, services

FORMAT = "bdp-audit-export-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What is taken along: which rows, as they were asked for, and which columns are kept back."""

    rows: Rows
    only: Mapping[str, Any]
    withheld: Collection[str] = ()


def export_lines(
    chosen: Chosen, *, form: str, verification: Verification | None = None
) -> Iterator[str]:
    """The export, line by line as it is read; the last line signs all before it.

    Whoever verified the trail before goes on in the transaction of that.
    """
    digest = sha256()
    with transaction.atomic(using=PRIMARY):
        for text in _told(chosen, FORMS[form], verification):
            digest.update(text.encode())
            yield text
    yield FORMS[form]("signature", _signature(digest.hexdigest()))


def message(digest: str) -> bytes:
    """The bytes that an export's signature is over."""
    return f"bdp-audit-export\n{digest}\n".encode()


def _told(chosen: Chosen, form: Form, verification: Verification | None) -> Iterator[str]:
    asked = {"only": plain(chosen.only), "withheld": list(chosen.withheld)}
    yield form("export", {"format": FORMAT, "made_at": instant(services.clock.now()), **asked})
    newest, tally = _newest_head(), Tally()  # what came after this head is not sealed for us
    kept_back = dict.fromkeys(chosen.withheld)
    with in_order(chosen.rows, size=newest.tree_size if newest else 0) as rows:
        for row, fits in rows:
            tally.add(row, fits=fits)
            yield form("row", {**row, **kept_back})
    heads = [plain(head) for head in _heads(tally.last_leaf, newest)]
    of_log = {"verification": plain(verification), "heads": heads, "keys": queries.get_keys().keys}
    yield form("summary", {**plain(tally), **of_log})


def _newest_head() -> Checkpoint | None:
    with suppress(CheckpointNotFound):
        return queries.get_checkpoint().content
    return None


def _heads(last_leaf: int | None, newest: Checkpoint | None) -> tuple[Checkpoint, ...]:
    """The oldest head that covers all rows, and the newest."""
    if last_leaf is None or newest is None:
        return ()
    return tuple(dict.fromkeys((queries.get_covering(last_leaf), newest)))


def _signature(digest: str) -> dict[str, Any]:
    key, signed = services.trail_key.public(), services.trail_key.sign(message(digest))
    return {
        "sha256": digest, "key_id": id_of(key), "public_key": b64encode(key).decode(),
        "signature": b64encode(signed).decode(),
    }  # fmt: skip
