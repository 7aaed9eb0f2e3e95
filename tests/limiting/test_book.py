"""What processes tell each other through PostgreSQL, and what becomes of it without."""

import time
from collections.abc import Sequence

import pytest
from django.db import connection
from structlog.testing import capture_logs

from apps.limiting import clerk as clerks
from apps.limiting.allowances import Allowances
from apps.limiting.clerk import Clerk
from apps.limiting.counts import Counts
from apps.limiting.entries import Balance, Entry
from apps.limiting.ledger import Ledger, LedgerAway
from apps.limiting.policies import Policy

HUNDRED = Policy(kind="anonymous", quota=100, window=3600)
TEN = Policy(kind="anonymous", quota=10, window=3600)


def _taken(process: Allowances, times: int, policy: Policy = HUNDRED) -> int:
    return sum(process.take("one", policy) for _ in range(times))


def _owed() -> float:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(until - extract(epoch FROM clock_timestamp())) FROM limiting_allowance"
        )
        return float(cursor.fetchone()[0] or 0)


def _wait_until(owed: float) -> None:
    ends = time.monotonic() + 10
    while abs(_owed() - owed) > 20 and time.monotonic() < ends:
        time.sleep(0.02)
    assert _owed() == pytest.approx(owed, abs=20)


def test_processes_that_begin_at_once_let_through_what_one_would(book: None) -> None:
    processes = [Allowances(Ledger()) for _ in range(4)]
    taken = [_taken(process, 1) for _ in range(40) for process in processes]
    assert 100 <= sum(taken) <= 104


def test_a_process_that_comes_late_has_only_what_is_left(book: None) -> None:
    assert _taken(Allowances(Ledger()), 99) == 99
    assert _taken(Allowances(Ledger()), 9) == 1


def test_what_is_given_back_another_process_may_take(book: None) -> None:
    first = Allowances(Ledger())
    assert _taken(first, 11, TEN) == 10
    for _ in range(4):
        first.give_back("one", TEN)
    _wait_until(owed=6 * 360)
    assert _taken(Allowances(Ledger()), 9, TEN) == 4


def test_debt_is_no_more_than_another_window(book: None) -> None:
    process = Allowances(Ledger())
    for _ in range(50):
        process.charge("one", TEN)
    _wait_until(owed=2 * 3600)
    assert not process.take("one", TEN)


def test_an_allowance_that_is_whole_is_told_of_beside_others(book: None) -> None:
    """However small: then the first request of all waits for the book."""
    counts = Counts()
    counts.charge("two", TEN)
    assert counts.take("one", TEN, alone=False) is None
    told = counts.untold({"one": 1}, everybody=True)
    assert {(entry.client, entry.wanted) for entry in told} == {("one", 1), ("two", 0)}


def test_who_was_forgotten_while_it_asked_is_counted_by_its_process(book: None) -> None:
    counts, ledger = Counts(), Ledger()
    clerk = Clerk(counts, ledger)
    counts.charge("two", TEN)
    assert clerk.ask("one") is None, "no word"
    counts.charge("two", TEN)
    clerk.attend()
    _wait_until(owed=2 * 360)


class _Failing(Ledger):
    """A book with a page that cannot be read, once."""

    failed = False

    def exchange(self, entries: Sequence[Entry]) -> list[Balance]:
        """Fails in a way that nobody thought of, and then no more."""
        if not self.failed:
            self.failed = True
            raise RuntimeError("unforeseen")
        return super().exchange(entries)


def test_the_clerk_tells_of_what_was_unforeseen_and_goes_on(
    book: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clerks, "SPARED", 0.2)
    process = Allowances(_Failing())
    with capture_logs() as logs:
        assert _taken(process, 12, TEN) == 10
        time.sleep(0.3)
        assert not process.take("one", TEN)
        _wait_until(owed=10 * 360)
    assert [(one["event"], one["log_level"]) for one in logs] == [
        ("each_process_limits_by_itself", "error")
    ]


def test_a_clock_that_was_ahead_shuts_nobody_out_for_longer_than_that(book: None) -> None:
    assert Ledger().exchange([Entry("one", TEN, 1, 0)])[0].owed == pytest.approx(360)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE limiting_allowance SET until = until + 1e9")
    assert Ledger().exchange([Entry("one", TEN, 0, 1)])[0].owed == pytest.approx(2 * 3600)


def test_nobody_who_has_everything_again_is_remembered(book: None) -> None:
    brief = Policy(kind="anonymous", quota=1000, window=1)
    Ledger().exchange([Entry("one", brief, 1, 0), Entry("two", TEN, 1, 0)])
    time.sleep(0.05)
    Ledger().sweep()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM limiting_allowance")
        assert cursor.fetchone() == (1,)


def test_no_address_is_in_the_book(book: None) -> None:
    Ledger().exchange([Entry("anonymous 192.0.2.1", TEN, 1, 0)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT client FROM limiting_allowance")
        (client,) = cursor.fetchone()
    assert len(client) == 16
    assert b"192" not in bytes(client)


@pytest.fixture
def without_a_book(database_away: None, clerks: None) -> Allowances:
    return Allowances(Ledger())


def test_without_the_book_each_process_counts_for_itself(without_a_book: Allowances) -> None:
    with pytest.raises(LedgerAway):
        Ledger().exchange([Entry("one", TEN, 1, 0)])
    began = time.monotonic()
    assert _taken(without_a_book, 12, TEN) == 10
    assert time.monotonic() - began < 2, "nobody waits for what does not come"
