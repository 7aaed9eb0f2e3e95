"""The files of whole releases: made when they are first asked for, and kept.

They follow from what never changes, so they are no change of the registry. They are made over a
connection of their own, since who asks may only read; whoever asks for the same meanwhile waits.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, transaction

from apps.core import dto
from apps.core.db import reading
from apps.core.providers import Provider
from apps.core.services import PRIMARY, services
from apps.files.dtos import Whole
from apps.files.models import Whole as Kept

LOCK = "SELECT pg_advisory_xact_lock(%s, hashtext(%s))"
LOCKS = 0x0F11E  # the first half of the lock of every release

wholes: Provider[Callable[[UUID], tuple[Whole, ...]]] = Provider("which files a whole release is")

log = structlog.get_logger("bdp.files")


def made(version_id: UUID) -> tuple[Whole, ...]:
    """The files that a release is, of which none was made yet, as far as its reader knows.

    Where they cannot be kept they are made all the same. Raises `ServiceUnavailable` where bytes
    are away or damaged.
    """
    return kept(version_id) or wholes.ask(version_id)


def kept(version_id: UUID) -> tuple[Whole, ...]:
    """The files that a release is, made if they were not; none of one that nobody else sees yet.

    Raises `ServiceUnavailable` where bytes are away or damaged.
    """
    with ThreadPoolExecutor(1) as apart:
        return apart.submit(_kept, version_id).result()


def _kept(version_id: UUID) -> tuple[Whole, ...]:
    """The same, in a thread that has nothing else to do."""
    try:
        with transaction.atomic(using=PRIMARY):
            with services.connection(PRIMARY).cursor() as cursor:
                cursor.execute(LOCK, [LOCKS, str(version_id)])
            held = dto.many(Whole, reading(Kept).filter(version_id=version_id))
            return held or tuple(_keep(file) for file in wholes.ask(version_id))
    except (DatabaseError, InterfaceError) as failure:
        log.warning("release_not_kept", version=str(version_id), why=str(failure))
        return ()
    finally:
        services.connection(PRIMARY).close()


def _keep(file: Whole) -> Whole:
    columns = {name: getattr(file, name) for name in dto.columns(Whole)}
    Kept(**columns).save(force_insert=True)
    return file
