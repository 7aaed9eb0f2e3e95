"""What follows from a release once it is in: its files are made, and PostgreSQL looks at it."""

from uuid import UUID

from apps.core.services import OWNER, services
from apps.events.subscribing import Told, subscriber
from apps.files.making import kept
from apps.ingestion.events import ReleaseIngested

GROWN = (
    "versions_membership", "versions_version", "sources_source", "biology_protein",
    "biology_record", "biology_sequence", "biology_name",
)  # fmt: skip


@subscriber(ReleaseIngested, name="ingestion.gauge_tables")
def gauge_tables(_: Told) -> None:
    """Have the planner's statistics made anew for the tables that a release fills.

    PostgreSQL would come to it by itself, after a minute or more in which it plans searches for
    tables of another size. Only who owns them may; elsewhere it stays at a warning.
    """
    connection = services.connection(OWNER)
    try:
        with connection.cursor() as cursor:
            for table in GROWN:
                cursor.execute(f"ANALYZE {table}")
    finally:
        connection.close()


@subscriber(ReleaseIngested, name="ingestion.make_files")
def make_files(told: Told) -> None:
    """Have the files that the release is: whoever resolves it will ask for their checksums.

    Where no worker runs they are made when they are first asked for.
    """
    kept(UUID(told.data["resource"]["id"]))
