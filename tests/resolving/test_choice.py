"""Which version a spec means."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from apps.resolving.queries import get_resolution
from apps.sources.commands import create_source
from apps.versions.queries import find_version
from tests.builders import BUILDER, address, at, draft, organization, release, source, stand
from tests.records import record
from tests.releases import ingest
from tests.resolving.asking import failing, locked, resolved


@pytest.fixture(autouse=True)
def _sprot(db: None) -> None:
    source("sprot", of=organization("uniprot"), license="CC-BY-4.0")


def versions(*numbers: str) -> None:
    """Published one a day, from the first of 2026 on."""
    for day, number in enumerate(numbers, 1):
        release(on=f"2026-01-{day:02}", number=number)


@pytest.mark.parametrize(
    ("spec", "meant"),
    [
        ("uniprot:sprot", "2.1.0"),
        ("uniprot:sprot@latest", "2.1.0"),
        ("uniprot:SPROT@1.2.0", "1.2.0"),
        ("uniprot:sprot@1", "1.10.0"),
        ("uniprot:sprot@1.2", "1.2.5"),
        ("uniprot:sprot@^1.2", "1.10.0"),
        ("uniprot:sprot@~1.2", "1.2.5"),
        ("uniprot:sprot@>=1,<2", "1.10.0"),
        ("uniprot:sprot@ ^1.2".replace(" ", ""), "1.10.0"),
        ("  uniprot:sprot@<=1.2.0 ", "1.2.0"),
        ("uniprot:sprot@>1.2.5", "2.1.0"),
    ],
)
def test_a_spec_means_the_newest_that_fits(spec: str, meant: str) -> None:
    versions("1.2.0", "1.2.5", "1.10.0", "2.0.0", "2.1.0")

    assert resolved(spec) == f"uniprot:sprot@{meant}"


def test_newest_is_what_counts_from_the_latest_day_not_the_highest_number() -> None:
    release(on="2026-03-01", number="1.0.0")
    release(on="2020-01-01", number="1.1.0")

    assert resolved("uniprot:sprot@^1") == "uniprot:sprot@1.0.0"
    assert resolved("uniprot:sprot") == "uniprot:sprot@1.0.0"


@pytest.mark.parametrize(
    "name", ["2026_01", "GRCh38.p14", "2024.1", "1.2", "Release 3 / 2024", "a@b", "^1.2", "7"]
)
def test_a_publisher_s_name_goes_before_a_prefix_or_range_that_looks_like_it(name: str) -> None:
    release(name, on="2020-01-01", number="3.0.0")
    versions("1.2.0", "7.0.0")

    assert resolved(f"uniprot:sprot@{name}") == "uniprot:sprot@3.0.0"


def test_a_number_goes_before_a_publisher_s_name_that_looks_like_one() -> None:
    release("1.1.0", number="2.0.0")

    assert resolved("uniprot:sprot@1.1.0") == "uniprot:sprot@2.0.0"
    assert resolved("uniprot:sprot@2.0.0") == "uniprot:sprot@2.0.0"


def test_a_draft_is_never_meant() -> None:
    draft("2026_02")

    assert failing("uniprot:sprot", "uniprot:sprot@2026_02", "uniprot:sprot@1.0.0") == {
        "uniprot:sprot": "No version of uniprot:sprot is “latest”. It has none that is published.",
        "uniprot:sprot@2026_02": "No version of uniprot:sprot is “2026_02”. "
        "It has none that is published.",
        "uniprot:sprot@1.0.0": "No version of uniprot:sprot is “1.0.0”. "
        "It has none that is published.",
    }


def test_what_is_deprecated_resolves_with_a_warning_that_tells_why_and_what_follows() -> None:
    from apps.versions.commands import deprecate_version

    made = release("2026_01")
    release("2026_02", on="2020-01-01")
    deprecate_version(
        actor=BUILDER, **address(made), reason="partial", superseded_by="uniprot:sprot@1.1.0"
    )

    (warned,) = get_resolution(sources=["uniprot:sprot"]).warnings

    assert (warned.spec, warned.resolved) == ("uniprot:sprot", "uniprot:sprot@1.0.0")
    assert (warned.status, warned.reason) == ("deprecated", "partial")
    assert warned.superseded_by == "uniprot:sprot@1.1.0"


def test_what_is_yanked_is_skipped_unless_it_is_pinned_exactly() -> None:
    versions("1.0.0")
    stand(release("2026_02", on="2026-02-01", number="1.1.0"), "yanked")

    assert resolved("uniprot:sprot@^1") == resolved("uniprot:sprot") == "uniprot:sprot@1.0.0"
    assert resolved("uniprot:sprot@1.1.0") == "uniprot:sprot@1.1.0"
    assert resolved("uniprot:sprot@2026_02") == "uniprot:sprot@1.1.0"
    assert failing("uniprot:sprot@1.1") == {
        "uniprot:sprot@1.1": "No version of uniprot:sprot is “1.1”. "
        "It has 1.1.0 (2026-02-01, 2026_02, yanked) or 1.0.0 (2026-01-01)."
    }
    (warned,) = get_resolution(sources=["uniprot:sprot@1.1.0"]).warnings
    assert (warned.status, warned.reason) == ("yanked", "corrupt")


def test_as_of_bounds_the_choice_to_what_was_released_by_then() -> None:
    release("2026_01", on="2026-01-10", number="1.0.0")
    release("2026_02", on="2026-02-10", number="1.1.0")

    assert resolved("uniprot:sprot", as_of=date(2026, 2, 9)) == "uniprot:sprot@1.0.0"
    assert resolved("uniprot:sprot", as_of=date(2026, 2, 10)) == "uniprot:sprot@1.1.0"
    assert failing("uniprot:sprot@2026_02", "uniprot:sprot@^2", as_of=date(2026, 2, 9)) == {
        "uniprot:sprot@2026_02": "uniprot:sprot@1.1.0 counts from 2026-02-10, after 2026-02-09.",
        "uniprot:sprot@^2": "No version of uniprot:sprot is “^2” released by 2026-02-09. "
        "It has 1.1.0 (2026-02-10, 2026_02) or 1.0.0 (2026-01-10, 2026_01).",
    }


def _on(day: int) -> Any:
    return at(datetime(2026, 6, day, 12, tzinfo=UTC))


def test_known_at_bounds_the_choice_to_what_the_registry_held_then() -> None:
    from apps.versions.commands import unyank_version, yank_version

    with _on(1):
        source("trembl")
        first = release("2026_01", "uniprot/trembl", on="2026-01-10")
    with _on(3):
        release("2025_12", "uniprot/trembl", on="2026-01-05")
        yank_version(actor=BUILDER, **address(first), reason="corrupt")
    with _on(5):
        unyank_version(actor=BUILDER, **address(first))
        release("2026_02", "uniprot/trembl", on="2026-01-20")
    with _on(9):
        known = {
            day: resolved("uniprot:trembl", known_at=datetime(2026, 6, day, 13, tzinfo=UTC))
            for day in (1, 3, 5)
        }
        assert known == {
            1: "uniprot:trembl@1.0.0", 3: "uniprot:trembl@1.1.0", 5: "uniprot:trembl@1.2.0"
        }  # fmt: skip
        before = datetime(2026, 6, 1, 11, tzinfo=UTC)
        assert failing("uniprot:trembl", "uniprot:trembl-fasta", known_at=before) == {
            "uniprot:trembl": "At 2026-06-01T11:00:00Z the registry had no uniprot:trembl. "
            "It has it since 2026-06-01T12:00:00Z.",
            "uniprot:trembl-fasta": "At 2026-06-01T11:00:00Z the registry had no "
            "uniprot:trembl-fasta.",
        }


def test_what_was_published_as_it_was_registered_is_known_from_then_on() -> None:
    with _on(1):
        ingest(record("P00001"), record("P00002"), release="2026_01", day=date(2026, 1, 28))
    with _on(3):
        stand(find_version("uniprot", "P00001", "1.0.0"), "yanked")
    with _on(5):
        known = {
            day: get_resolution(
                sources=["uniprot:P00001@2026_01", "uniprot:P00002", "uniprot:swissprot"],
                known_at=datetime(2026, 6, day, 13, tzinfo=UTC),
            ).warnings
            for day in (1, 3)
        }
        before = datetime(2026, 6, 1, 11, tzinfo=UTC)
        assert len(failing("uniprot:P00001", "uniprot:swissprot", known_at=before)) == 2
    assert known[1] == ()
    assert [(warned.resolved, warned.status) for warned in known[3]] == [
        ("uniprot:P00001@1.0.0", "yanked")
    ]


def test_a_format_is_what_follows_the_last_hyphen_unless_the_whole_is_a_slug() -> None:
    versions("1.0.0")
    lonely = failing("uniprot:sprot-fasta", "uniprot:sprot-what")
    assert lonely == {
        "uniprot:sprot-fasta": "uniprot:sprot@1.0.0 has no file in the format “fasta”. "
        "It has no files at all.",
        "uniprot:sprot-what": "The registry has no uniprot:sprot-what.",
    }

    source("sprot-fasta")
    release(of="uniprot/sprot-fasta")

    assert resolved("uniprot:sprot-fasta") == "uniprot:sprot-fasta@1.0.0"


def test_a_source_that_came_later_takes_no_name_from_what_was_known_before() -> None:
    from tests.records import record
    from tests.releases import ingest

    with _on(1):
        ingest(record("P00001"))
    asked = "uniprot:P00001-fasta"
    with _on(3):
        create_source(
            actor=BUILDER,
            organization="uniprot",
            slug="P00001-fasta",
            name="A",
            source_type="other",
        )
        release(of="uniprot/P00001-fasta")
    with _on(5):
        then = datetime(2026, 6, 2, tzinfo=UTC)
        assert locked(asked, known_at=then)["sources"][asked]["format"] == "fasta"
        assert resolved(asked) == "uniprot:P00001-fasta@1.0.0"


def test_every_problem_is_told_in_one_answer_in_the_order_of_the_question() -> None:
    versions("1.2.0")

    told = failing("uniprot:sprott", "uniprot:sprot", "uniprot:sprot@9", "what?", "nobody:sprot")

    assert list(told) == ["uniprot:sprott", "uniprot:sprot@9", "what?", "nobody:sprot"]
    assert told["uniprot:sprott"].endswith("Did you mean uniprot:sprot?")
    assert told["uniprot:sprot@9"].endswith("It has 1.2.0 (2026-01-01).")
    assert told["what?"].startswith("At character 5, expected “:”")
    assert told["nobody:sprot"].endswith("Did you mean uniprot:sprot?")
