"""What is a spec, what it asks for, and where a text goes wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.resolving.ranges import Span, span_of
from apps.resolving.specs import MOST_OF_A_VERSION, Spec, SpecError, parse
from apps.versions.numbering import Number
from tests.resolving.reference import fits

SLUGS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,20}", fullmatch=True)
COUNTS = st.integers(0, 12)
NUMBERS = st.tuples(COUNTS, COUNTS, COUNTS)
PARTS = st.builds(
    lambda operator, blank, numbers: f"{operator}{blank}{'.'.join(map(str, numbers))}",
    st.sampled_from(["^", "~", ">=", "<=", ">", "<", "="]),
    st.sampled_from(["", " "]),
    st.lists(COUNTS, min_size=1, max_size=3),
)
RANGES = st.lists(PARTS, min_size=1, max_size=3).map(", ".join)
PUBLISHERS = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=64
).filter(lambda text: text == text.strip() and text.isprintable() and text[0] not in "^~<>=")


@given(SLUGS, NAMES, PUBLISHERS)
def test_whatever_a_publisher_calls_a_version_can_be_asked_for(
    organization: str, name: str, version: str
) -> None:
    spec = parse(f"{organization}:{name}@{version}")

    assert (spec.organization, spec.name, spec.version) == (organization, name, version)
    assert spec.number == Number.parse(version)


@given(NUMBERS, RANGES)
def test_a_range_holds_the_numbers_that_all_its_parts_hold(
    number: tuple[int, int, int], asked: str
) -> None:
    span = refusal = None
    try:
        span = parse(f"a:b@{asked}").span
    except SpecError as refused:
        refusal = str(refused)

    assert ("a range in which a number can lie" in (refusal or "")) == (span is None)
    assert bool(span and span.low <= number < span.high) == fits(number, asked)


@given(st.text(max_size=60))
def test_any_text_is_a_spec_or_told_with_a_place_in_it(text: str) -> None:
    try:
        place, again = 0, parse(parse(text).text)
    except SpecError as refused:
        place, again = refused.position, None

    assert 0 <= place <= len(text.strip())
    assert again == (None if again is None else parse(text))


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("", 0, "the slug of an organization"),
        ("Uniprot:P01308", 0, "the slug of an organization"),
        ("uniprot", 7, "“:”"),
        ("uniprot/P01308", 7, "“:”"),
        ("uniprot:", 8, "the name of a source"),
        ("uniprot:-x", 8, "the name of a source"),
        ("uniprot:P01308 @1", 14, "“@” and a version"),
        ("uniprot:P01308@", 15, "a version"),
        ("uniprot:P01308@ 1", 15, "a version"),
        ("uniprot:P01308@^x", 16, "a number, such as"),
        ("uniprot:P01308@>=1 <2", 18, "“,” and another part"),
        ("uniprot:P01308@>=1,", 19, "one of ^ ~ >= > <= < ="),
        ("uniprot:P01308@^1.2.3.4", 21, "“,” and another part"),
        ("uniprot:P01308@^01", 16, "a number, such as"),
        ("uniprot:P01308@>2,<1", 15, "a range in which a number can lie"),
        ("uniprot:P01308@a\tb", 16, "a character that can be printed"),
        (f"uniprot:P01308@{'x' * 201}", 15 + MOST_OF_A_VERSION, "at most 200 characters"),
        (f"{'u' * 101}:P01308", 100, "at most 100 characters"),
    ],
)
def test_a_text_that_is_no_spec_is_told_where_and_what_was_expected(
    text: str, place: int, expected: str
) -> None:
    with pytest.raises(SpecError, match=f"^At character {place + 1}, expected ") as refused:
        parse(text)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("^1.2", (1, 2, 0), (2, 0, 0)),
        ("^0.2.3", (0, 2, 3), (0, 3, 0)),
        ("^0.0.3", (0, 0, 3), (0, 0, 4)),
        ("^0", (0, 0, 0), (1, 0, 0)),
        ("~1.2.3", (1, 2, 3), (1, 3, 0)),
        ("~1", (1, 0, 0), (2, 0, 0)),
        (">=1,<2", (1, 0, 0), (2, 0, 0)),
        ("> 1.2.3", (1, 2, 4), (2**31, 0, 0)),
        ("<=1.2.3", (0, 0, 0), (1, 2, 4)),
        ("=1.2.3", (1, 2, 3), (1, 2, 4)),
    ],
)
def test_a_range_is_a_span_of_numbers_as_npm_reads_it(
    text: str, low: tuple[int, int, int], high: tuple[int, int, int]
) -> None:
    assert span_of(text) == Span(low=low, high=high)


@pytest.mark.parametrize(
    ("text", "number", "span"),
    [
        ("a:b", None, Span()),
        ("a:b@latest", None, Span()),
        ("a:b@1.4.0", Number(1, 4, 0), None),
        ("a:b@1.4", None, Span(low=(1, 4, 0), high=(1, 5, 0))),
        ("a:b@2026_01", None, None),
    ],
)
def test_a_version_may_be_left_out_or_be_a_number_a_prefix_or_a_name(
    text: str, number: Number | None, span: Span | None
) -> None:
    spec: Spec = parse(text)

    assert (spec.number, spec.span) == (number, span)
    assert (spec.named is None) == (spec.version == "latest")
