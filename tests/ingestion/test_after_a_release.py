"""What follows once a release is in."""

from django.db import connection

from apps.events.carrying import deliver_all
from apps.events.subscribing import subscribers
from apps.events.subscriptions import subscribe_functions
from apps.files.models import Whole
from apps.ingestion.subscribers import GROWN
from tests import builders
from tests.records import record
from tests.releases import ingest

INGESTED = "org.bdp.release.ingested"
ANALYZED = """
SELECT array_agg(relname ORDER BY relname) FROM pg_stat_user_tables WHERE last_analyze IS NOT NULL
"""


def test_its_files_are_made_and_postgresql_looks_at_what_it_has_filled(committed: None) -> None:
    subscribe_functions()
    builders.organization("uniprot")
    ingest(record("P00001"))
    assert deliver_all() == sum(INGESTED in each.types for each in subscribers.values())
    assert set(Whole.objects.values_list("format", flat=True)) == {"dat", "fasta"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(ANALYZED)
        assert cursor.fetchone() == (sorted(GROWN),)
