"""JSON in and out: strict in what it takes, exact in what it gives."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rest_framework.exceptions import ParseError

from apps.core.rendering import JSONParser, JSONRenderer, dumps, plain

ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    id: UUID
    at: datetime
    day: date | None


def _parsed(body: bytes) -> Any:
    return JSONParser().parse(BytesIO(body))


def test_an_instant_is_told_in_utc_with_a_z() -> None:
    assert dumps(datetime(2026, 3, 1, 12, tzinfo=UTC)) == b'"2026-03-01T12:00:00Z"'
    assert dumps(datetime(2026, 3, 1, 12, 0, 0, 5, tzinfo=UTC)) == b'"2026-03-01T12:00:00.000005Z"'


def test_a_dto_looks_like_its_fields() -> None:
    shown = Shown(id=ID, at=datetime(2026, 3, 1, tzinfo=UTC), day=date(2026, 3, 1))
    assert plain(shown) == {"id": str(ID), "at": "2026-03-01T00:00:00Z", "day": "2026-03-01"}


def test_text_leaves_as_utf8_and_nothing_as_no_bytes() -> None:
    assert JSONRenderer().render({"name": "Zoë–酵母"}) == '{"name":"Zoë–酵母"}'.encode()
    assert JSONRenderer().render(None) == b""


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b"nonsense", b"{'a': 1}", b"{} {}", b"[1,]", b'{"a":1,"a":2}',
        b'{"a":{"b":1,"b":1}}', b'[{"a":1,"\\u0061":2}]', b"NaN", b"Infinity", b"-Infinity",
        b"[1e999]", b'"\xff"', b'"\xc3"', b'"\\ud800"', b'{"\\udfff":1}', b"\xef\xbb\xbf{}",
        b'"a\x00b"', b'"\\u0000"', b'{"a":["b\\u0000"]}', b'{"\\u0000":1}',
        '{"a": 1}'.encode("utf-16"), b"[" * 100_000, b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    ],
    ids=lambda body: repr(body[:24]),
)  # fmt: skip
def test_what_is_not_plain_json_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError):
        _parsed(body)


@pytest.mark.parametrize("depth", [100, 300, 450, 600, 900, 1100])
def test_a_hidden_nul_is_refused_however_deep_it_lies(depth: int) -> None:
    with pytest.raises(ParseError):
        _parsed(b"[" * depth + b'"\\u0000"' + b"]" * depth)


def test_what_only_resembles_a_nul_is_text() -> None:
    assert _parsed(rb'{"a":"\\u0000"}') == {"a": r"\u0000"}


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(
            st.characters(exclude_categories=["Cs"], exclude_characters="\0")
        ),
        lambda inner: st.lists(inner) | st.dictionaries(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), inner
        ),
    )
)  # fmt: skip
def test_what_goes_out_comes_in_again(value: Any) -> None:
    assert _parsed(dumps(value)) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    try:
        _parsed(body)
    except ParseError:
        return
    assert json.loads(body) == _parsed(body)
