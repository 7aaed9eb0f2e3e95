"""What runs with the owner's rights is called by who is granted it, and by nobody else."""

from django.db import connections

from apps.core.services import OWNER
from bdp.grants import CALLED, owner_role, program_role

GRANTED = """
    SELECT granted.routine_name, granted.grantee
      FROM information_schema.routine_privileges AS granted
      JOIN information_schema.routines AS routine USING (specific_schema, specific_name)
     WHERE routine.security_type = 'DEFINER' AND routine.routine_schema = 'public'
"""


def _granted() -> set[tuple[str, str]]:
    with connections[OWNER].cursor() as cursor:
        cursor.execute(GRANTED)
        return set(cursor.fetchall())


def test_only_the_program_calls_what_runs_as_the_owner(committed: None, two_roles: None) -> None:
    called = {(function.partition("(")[0], program_role()) for function in CALLED}
    assert {row for row in _granted() if row[1] != owner_role()} == called
    assert len(_granted()) > len(called), "those of triggers are the owner's"
