"""What was made by a token, and by what was made by it: it ends with that."""

from typing import Any
from uuid import UUID

HEIRS = """
    WITH RECURSIVE heir (id) AS (
        SELECT id FROM accounts_apitoken WHERE made_by = %s
         UNION
        SELECT token.id FROM accounts_apitoken AS token JOIN heir ON token.made_by = heir.id)
    SELECT id FROM heir
"""


def heirs_of(cursor: Any, token_id: UUID) -> list[UUID]:
    """The tokens of every generation after this one, held or not."""
    cursor.execute(HEIRS, [token_id])
    return [each for (each,) in cursor.fetchall()]
