"""A release comes by the day of its publication or sighting; a day that cannot be is told."""

from datetime import date

import pytest

from apps.ingestion.catalogue import Database, Reason, Release
from tests.ingestion.catalogue.bioversions.conftest import Read, names, reasons
from tests.ingestion.catalogue.conftest import by_slug, entry, release


def test_a_release_keeps_its_name_and_both_days(read: Read) -> None:
    catalogue = read(entry("go", release(" 2021_01\n", "2021-02-12", date="2021-01-20")))

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"] == Database(
        slug="go",
        name="Gene Ontology",
        releases=(
            Release(
                external_version="2021_01",
                release_date=date(2021, 1, 20),
                seen_on=date(2021, 2, 12),
            ),
        ),
    )


def test_a_name_that_counts_the_years_releases_is_no_month(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("2020_06", "2021-01-02"),
            release("2021_01", "2021-02-12", date="2021-01-01"),
        )
    )

    assert [(r.external_version, r.release_date) for r in by_slug(catalogue)["go"].releases] == [
        ("2020_06", None),
        ("2021_01", None),
    ]
    assert reasons(catalogue) == [Reason.NAME_AS_DATE]


def test_releases_come_by_date_else_by_the_day_they_were_seen_else_last(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("undated", None),
            release("seen in May", "2024-05-05"),
            release("June", "2024-06-06", date="2024-06-01"),
            release("April, seen in July", "2024-07-07", date="2024-04-04"),
        )
    )

    assert names(catalogue) == ["April, seen in July", "seen in May", "June", "undated"]


def test_releases_of_one_day_come_as_they_were_seen_and_then_as_in_the_file(read: Read) -> None:
    catalogue = read(
        entry(
            "go",
            release("b", "2024-05-06", date="2024-05-05"),
            release("z", "2024-05-05"),
            release("a", "2024-05-06", date="2024-05-05"),
        )
    )

    assert names(catalogue) == ["z", "b", "a"]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2024-13-01", Reason.NOT_A_DATE),
        ("2023-02-29", Reason.NOT_A_DATE),
        ("0000-01-01", Reason.NOT_A_DATE),
        ("20240101", Reason.NOT_A_DATE),
        ("2024-W01-1", Reason.NOT_A_DATE),
        ("2024-01-01T00:00:00", Reason.NOT_A_DATE),
        ("٢٠٢٤-٠١-٠١", Reason.NOT_A_DATE),
        ("", Reason.NOT_A_DATE),
        (20240101, Reason.NOT_A_DATE),
        ("1949-12-31", Reason.IMPOSSIBLE_DATE),
        ("0001-01-01", Reason.IMPOSSIBLE_DATE),
        ("2026-11-13", Reason.IMPOSSIBLE_DATE),
        ("9999-12-31", Reason.IMPOSSIBLE_DATE),
    ],
)
@pytest.mark.parametrize("field", ["retrieved", "date"])
def test_a_bad_date_is_told_and_the_release_stays(
    read: Read, field: str, day: object, reason: Reason
) -> None:
    good = {"retrieved": "2024-01-02", "date": "2024-01-01"}

    catalogue = read(entry("go", release("1", **(good | {field: day}))))

    (kept,) = by_slug(catalogue)["go"].releases
    assert (kept.release_date is None, kept.seen_on is None) == (
        field == "date",
        field == "retrieved",
    )
    assert [(left.database, left.reason) for left in catalogue.left_out] == [("go", reason)]


def test_a_date_may_be_as_early_as_1950(read: Read) -> None:
    catalogue = read(entry("go", release("1", "1950-01-01")))

    assert by_slug(catalogue)["go"].releases[0].seen_on == date(1950, 1, 1)


def test_a_date_shortly_after_the_file_is_possible(read: Read) -> None:
    catalogue = read(entry("go", release("1", "2026-10-12", date="2026-11-12")))

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"].releases[0].release_date == date(2026, 11, 12)


def test_a_file_that_does_not_say_its_day_sets_no_limit(read: Read) -> None:
    assert read(entry("go", release("1", "2031-01-01")), day=None).left_out == ()
