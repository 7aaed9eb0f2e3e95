"""Who seals: a worker all the time, and an operator at once."""

from threading import Event as Flag

import structlog
from django.db import DatabaseError, InterfaceError, transaction

from apps.audit.sealing import LOCK, seal_some
from apps.audit.signing import current_key, sign_head
from apps.core.errors import DomainError
from apps.core.services import PRIMARY, services

LOOKS_EVERY = 1.0  # seconds between two looks when there was nothing to do
PAUSE = 5.0  # seconds until it is tried again, where it failed

log = structlog.get_logger("bdp.audit")


def seal_until(stop: Flag) -> None:
    """Seal and sign what is written, until `stop` is set; what is away is waited for."""
    while not stop.is_set():
        try:
            if not turn():
                stop.wait(LOOKS_EVERY)
        except (DatabaseError, InterfaceError, DomainError) as failure:
            log.warning("sealing waits", why=str(failure)[:200])
            services.connection(PRIMARY).close()
            stop.wait(PAUSE)
    services.connection(PRIMARY).close()


def turn() -> bool:
    """Seal a part of what there is, and sign a head if one is due; True if more may be left."""
    with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return False  # another worker is at it
        more = seal_some(cursor) > 0
        sign_head(cursor)
        return more


def seal_all() -> None:
    """Seal all there is, and sign it, whatever other sealers do meanwhile."""
    more = True
    while more:
        with transaction.atomic(using=PRIMARY), services.connection(PRIMARY).cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            more = seal_some(cursor) > 0
            if not more:
                current_key(cursor, services.clock.now())  # a new one is entered all the same
                sign_head(cursor, at_once=True)
