"""How often files are fetched: a row for each time, added up by and by.

No change of the registry, so no command: nothing depends on it, nothing records it, and a download
goes on where it cannot be written down. A row of its own waits for nobody else's.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

import structlog
from django.db import DatabaseError, InterfaceError, transaction
from django.db.models import Max

from apps.core.downloads import Content
from apps.core.services import PRIMARY, services
from apps.files.models import Fetched

EVERY = 1000  # rows are added up when so many more have come, also where no worker does it
PATIENCE = "SET LOCAL lock_timeout = '1s'"  # whoever locks the whole table stops no download
ALONE = "SELECT pg_try_advisory_xact_lock(%s)"
ADDING = 0xADD
ADD_UP = """
WITH gone AS (
    DELETE FROM files_fetched WHERE id <= %s RETURNING version_id, format
)
INSERT INTO files_fetches (version_id, format, downloads)
SELECT version_id, format, count(*) FROM gone GROUP BY version_id, format
    ON CONFLICT (version_id, format)
    DO UPDATE SET downloads = files_fetches.downloads + excluded.downloads
"""

log = structlog.get_logger("bdp.files")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted(Content):
    """The content of a file. Whoever fetches it from its beginning has fetched it once more."""

    version_id: UUID
    format: str
    content: Content

    def pieces(self, start: int, stop: int) -> Iterable[bytes]:
        """Those of the content; a part from further on belongs to a download that was counted."""
        found = self.content.pieces(start, stop)
        if start == 0:
            note(self.version_id, self.format)
        return found


def note(version_id: UUID, form: str) -> None:
    """Write down that a file is fetched."""
    row = Fetched(version_id=version_id, format=form)
    try:
        with transaction.atomic(using=PRIMARY):
            _execute(PATIENCE)
            row.save(force_insert=True)
        if row.pk % EVERY == 0:
            add_up(row.pk)
    except (DatabaseError, InterfaceError) as failure:
        log.warning("download_not_counted", version=str(version_id), why=str(failure))


def add_up_all() -> None:
    """Add up what has been fetched until now; a worker does so, whatever the number of rows."""
    newest = Fetched.objects.aggregate(id=Max("id"))["id"]
    if newest is not None:
        add_up(newest)


def add_up(until: int) -> None:
    """Add the rows up to this one to what was fetched before, unless somebody is doing so."""
    with transaction.atomic(using=PRIMARY):
        _execute(PATIENCE)
        if _execute(ALONE, ADDING):
            _execute(ADD_UP, until)


def _execute(statement: str, *values: int) -> bool:
    """Whether PostgreSQL says so, if it is asked something."""
    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.description and cursor.fetchone()[0])
