"""Which release is the newest, and which are missing."""

import pytest

from apps.ingestion.fetching import (
    Expected,
    PublishedRelease,
    Unfetchable,
    in_time,
    latest,
    missing,
)


def release(name: str, *, archived: bool = True) -> PublishedRelease:
    return PublishedRelease(
        name=name,
        date=None,
        address=f"https://example.org/{name}",
        size=12,
        md5="0" * 32,
        archived=archived,
        member=None,
    )


OFFERED = [release(name) for name in ("2023_05", "2024_10", "2024_01", "2024_02")]


def names(releases: list[PublishedRelease]) -> list[str]:
    return [release.name for release in releases]


def test_the_latest_is_the_one_with_the_highest_number() -> None:
    newest = latest(OFFERED)
    assert newest
    assert newest.name == "2024_10"
    assert latest([]) is None


def test_what_is_missing_comes_oldest_first() -> None:
    assert names(missing(OFFERED, [])) == ["2023_05", "2024_01", "2024_02", "2024_10"]
    assert names(missing(OFFERED, {"2024_01", "15.0"})) == ["2023_05", "2024_02", "2024_10"]
    assert missing(OFFERED, names(OFFERED)) == []


def test_what_is_missing_begins_with_the_release_named() -> None:
    assert names(missing(OFFERED, ["2024_02"], "2024_01")) == ["2024_01", "2024_10"]
    assert names(missing(OFFERED, [], since="2024_03")) == ["2024_10"]


@pytest.mark.parametrize("name", ["", "2024", "2024-01", "2024_1", "latest", "2024_01 ", "²024_01"])
def test_a_beginning_that_is_no_release_is_refused(name: str) -> None:
    with pytest.raises(Unfetchable, match="those look like 2024_01"):
        missing(OFFERED, [], since=name)


def test_of_two_of_one_name_the_current_is_taken() -> None:
    offered = [release("2024_01"), release("2024_01", archived=False)]
    assert missing(offered, []) == [offered[1]]
    assert latest(offered) == offered[1]


def test_what_is_older_than_the_newest_held_comes_too_late() -> None:
    offered = missing(OFFERED, ["2024_01"])
    assert names(in_time(offered, ["2024_01", "15.0"])) == ["2024_02", "2024_10"]
    assert in_time(offered, []) == offered


def test_a_release_says_what_its_address_must_bring() -> None:
    assert release("2024_01").expected == Expected(size=12, md5="0" * 32)
