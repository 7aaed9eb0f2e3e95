"""The book that all processes share: what clients used goes in, what they owe comes back."""

from collections.abc import Sequence

from django.db import Error
from django.utils.crypto import salted_hmac

from apps.core.services import PRIMARY, services
from apps.limiting.entries import Balance, Entry

TAKE = "SELECT owed, granted FROM limiting_take(%s, %s, %s, %s, %s)"
SWEEP = """
    DELETE FROM limiting_allowance WHERE client IN (
        SELECT client FROM limiting_allowance
         WHERE until < extract(epoch FROM clock_timestamp()) FOR UPDATE SKIP LOCKED)
"""


class LedgerAway(Exception):
    """PostgreSQL does not answer: each process counts for itself until it does."""


class Ledger:
    """One connection to the book: the calling thread's own."""

    def exchange(self, entries: Sequence[Entry]) -> list[Balance]:
        """Write the entries, and read how each client stands. Raises `LedgerAway`."""
        named = sorted((_sealed(entry.client), place) for place, entry in enumerate(entries))
        asked = [entries[place] for _, place in named]  # locked in one order by every process
        rows = self._run(
            TAKE,
            [client for client, _ in named],
            [entry.policy.interval for entry in asked],
            [float(entry.policy.window) for entry in asked],
            [entry.used for entry in asked],
            [entry.wanted for entry in asked],
        )
        found = {place: Balance(*row) for (_, place), row in zip(named, rows, strict=True)}
        return [found[place] for place in range(len(entries))]

    def sweep(self) -> None:
        """Forget who has the whole allowance again. Raises `LedgerAway`."""
        self._run(SWEEP)

    def close(self) -> None:
        """Hang up."""
        services.connection(PRIMARY).close()

    def _run(self, statement: str, *values: list[object]) -> list[tuple[float, int]]:
        try:
            with services.connection(PRIMARY).cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if values else []
        except Error as failure:
            self.close()
            raise LedgerAway from failure


def _sealed(client: str) -> bytes:
    """A client's name as the book has it: no address is kept there, nor to be guessed from it."""
    return salted_hmac("apps.limiting", client, algorithm="sha256").digest()[:16]
