"""Finding and counting in bytes: by SIMD, and as `bytes` does it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from apps.ingestion.formats.scanning import count_lines, find

TEXTS = st.lists(st.sampled_from([b"\n", b"/", b"I", b"D", b" ", b"\0", b"\xff"]), max_size=200)
PLACES = st.integers(0, 220)


@given(TEXTS, st.integers(1, 40), PLACES, PLACES, PLACES)
def test_what_bytes_find_is_found(
    text: list[bytes], size: int, place: int, start: int, stop: int
) -> None:
    data = b"".join(text)
    what = data[place : place + size] or b"\n//"
    assert find(data, what) == data.find(what)
    assert find(data, what, start) == data.find(what, start)
    assert find(data, what, start, stop) == data.find(what, start, stop)


@given(TEXTS, PLACES, PLACES)
def test_as_many_lines_are_counted_as_bytes_count(text: list[bytes], start: int, stop: int) -> None:
    data = b"".join(text)
    assert count_lines(data) == data.count(b"\n")
    assert count_lines(data, start) == data.count(b"\n", start)
    assert count_lines(data, start, stop) == data.count(b"\n", start, stop)


@given(st.lists(st.integers(1, 3000), max_size=30), st.sampled_from([b"\n//", b"</entry>"]))
def test_every_end_in_a_large_block_is_found(gaps: list[int], end: bytes) -> None:
    data = end.join(b"\n<" * gap for gap in gaps)
    found, place = [], find(data, end)
    while place >= 0:
        found.append(place)
        place = find(data, end, place + len(end))
    assert found == [match.start() for match in re.finditer(end, data)]


def test_what_stands_across_a_wide_register_is_found_at_every_place() -> None:
    for before in range(300):
        data = b"-" * before + b"\n//" + b"-" * 70
        assert (find(data, b"\n//"), find(data, b"\n//", before + 1)) == (before, -1)
        assert find(data, b"\n//", 0, before + 2) == -1
