"""How numbers are given. No database here."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.versions.numbering import (
    FIRST,
    MOST,
    MOST_GIVEN,
    Number,
    Numbered,
    Scheme,
    next_number,
    year_of,
)

TODAY = date(2024, 6, 1)
SCHEMES: list[Scheme] = ["semver", "calendar", "assembly", "sequential"]

parts = st.integers(0, MOST_GIVEN)
numbers = st.builds(Number, parts, parts, parts)
names = st.none() | st.from_regex(
    r"v?\d{1,9}(\.\d{1,9}){0,2}|20\d\d_\d\d|GRCh\d\d\.p\d+|\w*", fullmatch=True
)
days = st.dates(date(1980, 1, 1), date(2050, 1, 1))
histories = st.lists(
    st.builds(Numbered, number=numbers, external_version=names, day=st.none() | days), max_size=6
)


def numbered(scheme: Scheme, *releases: str | tuple[str | None, str]) -> list[str]:
    """The numbers of these releases, one after the other; a release is a name, or name and day."""
    taken: list[Numbered] = []
    for release in releases:
        name, told = (release, "2024-06-01") if isinstance(release, str) else release
        day = date.fromisoformat(told)
        number = next_number(scheme, name, day, taken)
        taken.append(Numbered(number=number, external_version=name, day=day))
    return [str(version.number) for version in taken]


class TestNumber:
    @given(numbers)
    def test_is_read_as_it_is_written(self, number: Number) -> None:
        assert Number.parse(str(number)) == number

    @pytest.mark.parametrize(
        "text",
        [
            "", "1", "1.2", "1.2.3.4", "v1.2.3", "01.2.3", "1.2.3 ", " 1.2.3", "1.2.3\n", "1.2.-3",
            "1,2,3", "a.b.c", "1.2.x", "١.٢.٣", "1.0.0-rc1", "latest", f"1.0.{MOST + 1}",
            "1.0." + "9" * 5000,
        ],
        ids=lambda text: repr(text[:16]),
    )  # fmt: skip
    def test_has_one_spelling(self, text: str) -> None:
        assert Number.parse(text) is None

    def test_orders_by_its_parts(self) -> None:
        assert Number(2, 0, 0) > Number(1, 10, 0) > Number(1, 9, 9) > Number(1, 9, 0)


class TestAnyScheme:
    @given(st.sampled_from(SCHEMES), names, days, histories)
    def test_gives_a_free_number_that_can_be_addressed(
        self, scheme: Scheme, name: str | None, day: date, history: list[Numbered]
    ) -> None:
        number = next_number(scheme, name, day, history)

        assert number not in {version.number for version in history}
        assert Number.parse(str(number)) == number

    @pytest.mark.parametrize("scheme", SCHEMES)
    def test_begins_with_the_first_number(self, scheme: Scheme) -> None:
        assert next_number(scheme, None, TODAY, []) == FIRST == Number(1, 0, 0)


class TestSequential:
    def test_bumps_minor_whatever_the_publisher_says(self) -> None:
        assert numbered("sequential", "2024_01", "v9", "x") == ["1.0.0", "1.1.0", "1.2.0"]

    @given(names, days, histories.filter(bool))
    def test_goes_on_from_the_highest(
        self, name: str | None, day: date, history: list[Numbered]
    ) -> None:
        highest = max(version.number for version in history)

        assert next_number("sequential", name, day, history) == (
            highest.major, highest.minor + 1, 0,
        )  # fmt: skip


class TestSemver:
    @pytest.mark.parametrize(
        ("name", "number"),
        [
            ("1.4.2", "1.4.2"), ("v2.0.1", "2.0.1"), ("V3", "3.0.0"), ("4.1", "4.1.0"),
            ("0.9.0", "0.9.0"), ("007.1", "7.1.0"), ("34", "34.0.0"),
        ],
    )  # fmt: skip
    def test_keeps_the_publishers_number(self, name: str, number: str) -> None:
        assert numbered("semver", name) == [number]

    @pytest.mark.parametrize("name", ["1.2.3-rc1", "1.2.3.4", "release 3", "1" * 10, "2024_01"])
    def test_counts_on_where_there_is_no_number_in_the_name(self, name: str) -> None:
        assert numbered("semver", "4.2.0", name) == ["4.2.0", "4.3.0"]

    def test_counts_on_where_the_number_is_taken(self) -> None:
        assert numbered("semver", "1.0.0", "v1.0.0", "1") == ["1.0.0", "1.1.0", "1.2.0"]

    def test_keeps_an_older_number_too(self) -> None:
        assert numbered("semver", "2.0.0", "1.5.0", "x") == ["2.0.0", "1.5.0", "2.1.0"]


class TestCalendar:
    def test_bumps_major_with_the_year_and_minor_within_it(self) -> None:
        names = ("2023_04", "2023_05", "2024_01", "2024_02", "2026_01")

        assert numbered("calendar", *names) == ["1.0.0", "1.1.0", "2.0.0", "2.1.0", "3.0.0"]

    def test_goes_by_the_day_where_the_name_has_no_year(self) -> None:
        releases = [("r1", "2023-11-01"), ("r2", "2023-12-31"), (None, "2024-01-01")]

        assert numbered("calendar", *releases) == ["1.0.0", "1.1.0", "2.0.0"]

    def test_counts_on_for_a_back_filled_year(self) -> None:
        assert numbered("calendar", "2024_01", "2019_05") == ["1.0.0", "1.1.0"]

    def test_stays_in_its_year_after_a_back_filled_one(self) -> None:
        names = ("2024_01", "2019_05", "2024_02")

        assert numbered("calendar", *names) == ["1.0.0", "1.1.0", "1.2.0"]

    @pytest.mark.parametrize(
        ("name", "year"),
        [
            ("2024_01", 2024), ("20230915", 2023), ("v2021.3", 2021), ("release-1999", 1999),
            ("12024", 2000), ("20249999", 2000), ("x", 2000), (None, 2000),
        ],
    )  # fmt: skip
    def test_finds_the_year_in_a_name_or_else_in_the_day(self, name: str | None, year: int) -> None:
        assert year_of(name, date(2000, 5, 5)) == year


class TestAssembly:
    def test_takes_minor_from_the_patch(self) -> None:
        assert numbered("assembly", "GRCh38.p14") == ["1.14.0"]

    def test_gives_each_assembly_a_major(self) -> None:
        names = ("GRCh37", "GRCh37.p13", "GRCh38", "grch38.p1", "GRCm39")

        assert numbered("assembly", *names) == ["1.0.0", "1.13.0", "2.0.0", "2.1.0", "3.0.0"]

    def test_finds_an_older_assembly_again(self) -> None:
        assert numbered("assembly", "GRCh37", "GRCh38", "GRCh37.p5") == ["1.0.0", "2.0.0", "1.5.0"]

    def test_counts_on_where_the_number_is_taken(self) -> None:
        assert numbered("assembly", "GRCh38.p14", "GRCh38-p14") == ["1.14.0", "1.15.0"]

    def test_keeps_the_major_an_assembly_got_first(self) -> None:
        names = ("GRCh38.p14", "GRCm39", "GRCh38-p14", "GRCh38.p15")

        assert numbered("assembly", *names) == ["1.14.0", "2.0.0", "2.1.0", "1.15.0"]
