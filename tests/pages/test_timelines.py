"""Bars of releases: few, complete, and where they belong."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from apps.versions.dtos import ReleasesOfMonth
from bdp.pages.timelines import HEIGHT, MOST_MONTHS, MOST_YEARS, timeline

MONTHS = st.builds(date, st.integers(1, 9999), st.integers(1, 12), st.just(1))
COUNTED = st.dictionaries(MONTHS, st.integers(1, 100_000), min_size=1, max_size=300)


def drawn(counted: dict[date, int]) -> list[ReleasesOfMonth]:
    return [ReleasesOfMonth(month=month, releases=counted[month]) for month in sorted(counted)]


@given(COUNTED)
def test_every_release_is_in_just_one_bar_however_far_they_lie_apart(
    counted: dict[date, int],
) -> None:
    made = timeline(drawn(counted))
    assert made is not None
    assert len(made.bars) <= max(MOST_MONTHS, MOST_YEARS + 1)
    assert sum(bar.releases for bar in made.bars) == sum(counted.values())
    for bar in made.bars:
        inside = [n for month, n in counted.items() if bar.since <= month <= bar.until]
        assert sum(inside) == bar.releases


@given(COUNTED)
def test_no_bar_leaves_the_picture_or_covers_another(counted: dict[date, int]) -> None:
    made = timeline(drawn(counted))
    assert made is not None
    places = [bar.x for bar in made.bars]
    assert places == sorted(set(places))
    assert places[0] == 0
    assert places[-1] + 10 == made.width or (made.small and places[-1] + 10 < made.width)
    assert all(0 < bar.height <= HEIGHT for bar in made.bars)
    assert max(bar.height for bar in made.bars) == HEIGHT


def test_a_few_years_are_months_and_many_are_years() -> None:
    near = timeline(drawn({date(2024, 1, 1): 1, date(2024, 3, 1): 2}))
    far = timeline(drawn({date(2004, 1, 1): 1, date(2024, 3, 1): 2}))
    assert near is not None
    assert [bar.label for bar in near.bars] == ["January 2024", "March 2024"]
    assert near.told == "3 releases, January 2024 to March 2024; the most, 2, in March 2024"
    assert far is not None
    assert [(bar.label, bar.x) for bar in far.bars] == [("2004", 0), ("2024", 200)]
    assert far.labels == ("2004", "2024")


def test_years_that_are_few_are_all_named() -> None:
    made = timeline(drawn({date(2018, 5, 1): 1, date(2023, 3, 1): 2}))
    assert made is not None
    assert made.labels == ("2018", "2019", "2020", "2021", "2022", "2023")


def test_of_a_single_month_no_bar_fills_the_page() -> None:
    made = timeline(drawn({date(2022, 10, 1): 3}))
    assert made is not None
    assert made.small
    assert made.labels == ("October 2022",)
    assert made.width >= 5 * 10


def test_where_there_was_no_release_there_is_no_picture() -> None:
    assert timeline([]) is None
