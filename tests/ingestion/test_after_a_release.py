"""What follows once a release is in."""

from django.db import connection

from apps.events.carrying import deliver_all
from apps.events.subscriptions import subscribe_functions
from apps.ingestion.subscribers import GROWN
from tests import builders
from tests.records import record
from tests.releases import ingest

ANALYZED = """
SELECT array_agg(relname ORDER BY relname) FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL
"""


def test_postgresql_looks_at_what_a_release_has_filled(committed: None) -> None:
    subscribe_functions()
    builders.organization("uniprot")
    ingest(record("P00001"))
    assert deliver_all() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(ANALYZED)
        assert cursor.fetchone() == (sorted(GROWN),)
