"""What went in is kept whole, and never changes."""

from random import Random

import pytest
from django.db import connection

from apps.biology.models import Protein
from apps.biology.queries import get_protein
from tests.ingestion.taking_in.conftest import ALPHA, BETA
from tests.records import record
from tests.releases import ingest

FORGERIES = (
    "UPDATE versions_membership SET until = 3 WHERE until IS NULL",
    "UPDATE versions_membership SET until = NULL",
    "UPDATE versions_membership SET slug = 'X'",
    "DELETE FROM versions_membership",
    "UPDATE versions_release SET members = 7",
    "DELETE FROM versions_release",
    """INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
       SELECT releases_id, version_id, version_id, 'X', 1 FROM versions_membership""",
    "DELETE FROM biology_record",
    "UPDATE biology_sequence SET residues = 'M'",
)


class TestWhatIsLong:
    @pytest.mark.parametrize("what", ["name", "gene"])
    def test_is_found_by_its_beginning_and_kept_to_its_end(self, what: str) -> None:
        chance = Random(1)
        told = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
        long = {"name": "A name", "gene": "GEN", what: told}
        assert ingest(record("P00001", **long), BETA).added == 2
        protein = Protein.objects.get(accession="P00001")
        names = [protein.name.name if protein.name else "", *protein.genes]
        assert told[:500] in names
        kept = get_protein("P00001")
        assert told in str(kept)


class TestWhatIsSealed:
    def test_members_of_a_release_never_change(self) -> None:
        ingest(ALPHA)
        ingest(BETA, release="2026_02")
        for statement in FORGERIES:
            assert refuses(statement), statement


def refuses(statement: str) -> bool:
    from django.db import IntegrityError, ProgrammingError, transaction

    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except (IntegrityError, ProgrammingError):
        return True
    return False
