"""The canonical form that PostgreSQL makes is the one that is written down: a second one in Python.

A JSON number may be beyond any float, and is kept as it was written.
"""

import json
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from apps.audit.canonical import CONTENT, FORM, LEAF_HASH
from apps.audit.merkle import leaf_hash

EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
TEXT, UUIDS, INTEGER, BYTES, INSTANT = 25, 2950, 20, 17, 1184  # PostgreSQL's own numbers of types
ESCAPES = {'"': '\\"', "\\": "\\\\", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
           "\t": "\\t"}  # fmt: skip
INSERT = """
INSERT INTO audit_auditlog (id, action, user_id, actor_label, entity_type, entity_id, entity_label,
                            metadata, request_id, token_id, created_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""
READ = f"""
SELECT {CONTENT}, {LEAF_HASH}
  FROM (SELECT %s AS leaf_index) AS leaf, audit_auditlog AS entry
  LEFT JOIN audit_auditorigin AS origin ON origin.audit_id = entry.id
 WHERE entry.id = %s
"""  # noqa: S608


class _Number:
    """A number as it stands in JSON."""

    def __init__(self, text: str) -> None:
        self.text = text


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
numbers = (
    st.integers(-(10**30), 10**30).map(str)
    | st.decimals(allow_nan=False, allow_infinity=False, places=5).map(str)
    | st.sampled_from(["1e400", "1.0", "1", "-0", "-0.0", "1E-20", "1.50", "0.1e1", "12e2"])
)
values = st.recursive(
    st.none() | st.booleans() | words | numbers.map(_Number),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
instants = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)
rows = st.tuples(
    st.uuids(), words, st.none() | st.uuids(), words, words, st.uuids(), words,
    st.dictionaries(words, values, max_size=5), st.uuids(), st.none() | st.uuids(), instants,
)  # fmt: skip


def _written(value: Any) -> str:
    """JSON as a client may send it, numbers in their own spelling."""
    match value:
        case _Number():
            return value.text
        case dict():
            told = (f"{json.dumps(key)}:{_written(inner)}" for key, inner in value.items())
            return "{" + ",".join(told) + "}"
        case list():
            return "[" + ",".join(map(_written, value)) + "]"
    return json.dumps(value)


def _kept(value: Any) -> str:
    """The text of a jsonb: keys by length and then bytes, exponents spelled out."""
    match value:
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[value]
        case _Number():
            return _number(value.text)
        case str():
            return _quoted(value)
        case list():
            return "[" + ", ".join(map(_kept, value)) + "]"
    keys = sorted(value, key=lambda key: (len(key.encode()), key.encode()))
    return "{" + ", ".join(f"{_quoted(key)}: {_kept(value[key])}" for key in keys) + "}"


def _number(text: str) -> str:
    number = Decimal(text)
    plain = f"{number:f}"
    return plain.removeprefix("-") if not number else plain


def _quoted(text: str) -> str:
    inner = (ESCAPES.get(c) or (f"\\u{ord(c):04x}" if c < " " else c) for c in text)
    return '"' + "".join(inner) + '"'


def _canonical(index: int, row: tuple[Any, ...], *digests: bytes | None) -> bytes:
    """The form as `canonical.py` describes it."""
    told = (FORM, index, *row[:7], _kept(row[7]), *row[8:], *digests)
    types = (TEXT, INTEGER, UUIDS, TEXT, UUIDS, TEXT, TEXT, UUIDS, TEXT, TEXT, UUIDS, UUIDS,
             INSTANT, BYTES, BYTES)  # fmt: skip
    fields = (_field(kind, value) for kind, value in zip(types, told, strict=True))
    return struct.pack(">i", len(types)) + b"".join(fields)


def _field(kind: int, value: Any) -> bytes:
    match value:
        case None:
            return struct.pack(">Ii", kind, -1)
        case int():
            content = struct.pack(">q", value)
        case UUID():
            content = value.bytes
        case datetime():
            content = struct.pack(">q", (value - EPOCH) // MICROSECOND)
        case _:
            content = value.encode() if isinstance(value, str) else value
    return struct.pack(">Ii", kind, len(content)) + content


@contextmanager
def _undone() -> Iterator[Any]:
    with transaction.atomic(), connection.cursor() as cursor:
        yield cursor
        transaction.set_rollback(True)


def _told(cursor: Any, index: int, audit_id: UUID) -> tuple[bytes, bytes]:
    cursor.execute(READ, [index, audit_id])
    content, hashed = cursor.fetchone()
    return bytes(content), bytes(hashed)


@pytest.fixture(scope="module")
def reachable(django_db_setup: str, django_db_blocker: Any) -> Iterator[None]:
    """A database for many examples, each of which is undone."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@settings(max_examples=150, deadline=None)
@given(row=rows, index=st.integers(0, 2**62))
def test_postgresql_and_python_agree_on_any_row(
    reachable: None, row: tuple[Any, ...], index: int
) -> None:
    with _undone() as cursor:
        cursor.execute(INSERT, [*row[:7], _written(row[7]), *row[8:]])
        expected = _canonical(index, row, None, None)
        assert _told(cursor, index, row[0]) == (expected, leaf_hash(expected))


ROW: tuple[Any, ...] = (
    UUID(int=1),
    "a",
    None,
    "ada",
    "x",
    UUID(int=2),
    "l",
    {},
    UUID(int=3),
    None,
    EPOCH,
)


def test_where_it_came_from_stands_in_it_as_salted_digests(db: None) -> None:
    with _undone() as cursor:
        cursor.execute(INSERT, [*ROW[:7], "{}", *ROW[8:]])
        cursor.execute(
            "INSERT INTO audit_auditorigin (audit_id, ip_address, user_agent, salt)"
            " VALUES (%s, '2001:DB8:0::7', 'ü', 'salt')", [ROW[0]],
        )  # fmt: skip
        digests = sha256(b"salt2001:db8::7").digest(), sha256("saltü".encode()).digest()
        assert _told(cursor, 7, ROW[0])[0] == _canonical(7, ROW, *digests)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"n": _Number("1")}, {"n": _Number("1.0")}), ({"n": None}, {}),
        ({"n": "1"}, {"n": _Number("1")}), ({"a": {}}, {"a": []}),
        ({"e": "é"}, {"e": "e\u0301"}), ({"n": _Number("1e400")}, {"n": _Number("1e401")}),
    ],
)  # fmt: skip
def test_what_differs_in_any_way_has_another_form(one: Any, other: Any) -> None:
    mine, yours = ((*ROW[:7], told, *ROW[8:]) for told in (one, other))
    assert _canonical(0, mine, None, None) != _canonical(0, yours, None, None)


def test_the_form_does_not_depend_on_the_zone_of_whoever_asks(db: None) -> None:
    with _undone() as cursor:
        cursor.execute(INSERT, [*ROW[:7], "{}", *ROW[8:]])
        here = _told(cursor, 0, ROW[0])
        cursor.execute("SET LOCAL timezone = 'Asia/Kathmandu'; SET LOCAL datestyle = 'German'")
        cursor.execute("SET LOCAL bytea_output = 'escape'; SET LOCAL extra_float_digits = -15")
        assert _told(cursor, 0, ROW[0]) == here
