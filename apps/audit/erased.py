"""How many origins are erased, beside how many the trail says were."""

from typing import Any

from apps.audit.dtos import LogProblem

ERASED = "SELECT count(*) FROM audit_auditorigin WHERE salt IS NULL"
TOLD = """
SELECT coalesce(sum(CASE WHEN jsonb_typeof(metadata #> '{after,erased}') = 'number'
                         THEN (metadata #> '{after,erased}')::numeric END), 0)
  FROM audit_auditlog WHERE action = 'erase_origins'
"""


def count_erased(cursor: Any) -> tuple[int, int]:
    """How many are erased, and how many the trail tells of."""
    cursor.execute(ERASED)
    erased = int(cursor.fetchone()[0])
    cursor.execute(TOLD)
    return erased, int(cursor.fetchone()[0])


def check_erased(erased: int, told: int) -> LogProblem | None:
    """What is wrong if somebody erased behind the trail's back."""
    if erased == told:
        return None
    why = f"{erased:,} are erased, and the trail tells of {told:,}"
    return LogProblem(what="origins", tree_size=None, why=why)
