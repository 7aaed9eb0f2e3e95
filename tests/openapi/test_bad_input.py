"""What a bored student sends, at every address that takes it: a clear refusal, and a quick one."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.checks import fields, refused
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace
from tests.openapi import surface
from tests.openapi.surface import Operation

SECONDS, SECONDS_ON_A_BUSY_MACHINE = 4.0, 10.0
MOST_BYTES = 2 * 1024 * 1024
MOST_OF_A_LOCK = 16 * 1024 * 1024

pytestmark = pytest.mark.usefixtures("small_registry")

UNREADABLE = {
    "nested 100,000 deep": b'{"reason":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "objects 100,000 deep": b'{"reason":' * 100_000 + b"1" + b"}" * 100_000,
    "a key twice": b'{"reason":"a","reason":"b"}',
    "a key twice, spelt apart": b'{"reason":"a","\\u0072eason":"b"}',
    "beyond every number": b'{"reason":1e400}',
    "not a number": b'{"reason":NaN}',
    "infinite": b'{"reason":-Infinity}',
    "not UTF-8": b'{"reason":"\xff"}',
    "UTF-16": '{"reason":"a"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"reason":"a"}',
    "a lone surrogate": b'{"reason":"\\ud800"}',
    "a NUL": b'{"reason":"a\\u0000b"}',
    "cut short": b'{"reason":"a"',
    "a form": b"reason=a",
}
NO_TEXT = [b"1" + b"0" * 4000, b"1" * 5000, b"1e308", b"9" * 30, b"[]", b"{}", b"true", b'["a"]']
OTHER_TYPES = ["", "text/plain", "application/xml", "multipart/form-data; boundary=x", "a b\tc"]
NO_SIZES = ["1e9", "-1", "0", "1001", "", " 5", "5 ", "+5", "5.0", "0x10", "٥", "NaN", "1" * 4000]
NO_CURSORS = ["", "x", "====", "é", "W10", "bnVsbA", "eyJhIjoxfQ", "WyJzb3VyY2VzIiwwXQ", "A" * 2000,
              "A" * 2001, "\r\nSet-Cookie: a=b"]  # fmt: skip


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No request of these tests costs the program seconds, nor its client much more."""
    spent, send = [(0.0, 0.0)], Api.send

    def timed(*args: Any, **kwargs: Any) -> Answer:
        began, worked = time.monotonic(), time.process_time()
        answer = send(*args, **kwargs)
        spent.append((time.monotonic() - began, time.process_time() - worked))
        return answer

    monkeypatch.setattr(Api, "send", timed)
    yield
    waited, worked = (max(seconds) for seconds in zip(*spent, strict=True))
    assert worked < SECONDS
    assert waited < SECONDS_ON_A_BUSY_MACHINE


@pytest.mark.parametrize("at", surface.that(takes_json=True), ids=str)
class TestBodies:
    def test_that_no_json_reader_should_forgive(self, api: Api, at: Operation) -> None:
        for what, raw in UNREADABLE.items():
            with leaves_no_trace():
                answer = api.send(at.method, at.path, raw=raw)
            assert answer.status == 400, what
            refused(answer, 400, "request.not_json")

    def test_with_what_is_no_text_where_one_belongs(self, api: Api, at: Operation) -> None:
        for value in NO_TEXT:
            with leaves_no_trace():
                answer = api.send(at.method, at.path, raw=b'{"reason":' + value + b"}")
            assert answer.body["code"] in ("request.invalid", "request.not_json"), value[:20]
            refused(answer, 400, answer.body["code"])

    def test_of_another_type(self, api: Api, at: Operation) -> None:
        for kind in OTHER_TYPES:
            answer = api.send(at.method, at.path, raw=b"reason=a", content_type=kind)
            refused(answer, 415, "request.unsupported_media_type")

    def test_beyond_every_measure(self, api: Api, at: Operation) -> None:
        with leaves_no_trace():
            large = at.path.startswith(("locks/", "resolve")) or at.path.endswith("/manifest")
            most = MOST_OF_A_LOCK if large else MOST_BYTES
            answer = api.send(at.method, at.path, raw=b'{"reason":"' + b"a" * most + b'"}')
        refused(answer, 413, "request.too_large")

    def test_with_a_field_that_nobody_knows(self, api: Api, at: Operation) -> None:
        with leaves_no_trace():
            answer = api.send(at.method, at.path, body={"reasons": "a"})
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["reasons"]
        told = "Did you mean “reason”?" if "reason" in at.fields else "Possible are: "
        assert told in answer.body["detail"]


@pytest.mark.parametrize("at", surface.that(takes_a_body=False), ids=str)
def test_a_body_that_nobody_reads_is_refused(api: Api, at: Operation) -> None:
    with leaves_no_trace():
        answer = api.send(at.method, at.path, body={"reason": "a"}, query_params=_asked(at))
    refused(answer, 400, "request.invalid")
    assert "takes no body" in answer.body["detail"]


@pytest.mark.parametrize("at", surface.operations(), ids=str)
def test_a_parameter_that_nobody_knows_is_refused_everywhere(api: Api, at: Operation) -> None:
    with leaves_no_trace():
        answer = api.send(at.method, at.path, query_params={"limits": "5"})
    refused(answer, 400, "request.unknown_parameter")


@pytest.mark.parametrize("at", surface.that(parameter="limit"), ids=str)
def test_a_limit_is_a_number_of_plain_digits_within_bounds(api: Api, at: Operation) -> None:
    for size in NO_SIZES:
        answer = api.get(at.path, **_asked(at), limit=size)
        assert answer.status == 400, size
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["limit"]


@pytest.mark.parametrize("at", surface.that(parameter="cursor"), ids=str)
def test_a_cursor_that_was_not_given_out_for_this_list_is_refused(api: Api, at: Operation) -> None:
    for cursor in [*NO_CURSORS, *_damaged(_given_out(api))]:
        answer = api.get(at.path, **_asked(at), cursor=cursor)
        assert answer.status == 400, cursor
        refused(answer, 400, answer.body["code"])
        assert answer.body["code"] in ("request.invalid", "request.invalid_cursor")


@pytest.mark.parametrize("at", surface.that(parameter="q"), ids=str)
@pytest.mark.parametrize(
    "query",
    [
        "(a+)+$" * 500, "((((((((((a*)*)*)*)*)*)*)*)*)*)b", "%" * 5000, "_" * 5000, "\\" * 5000,
        "a" * 5000, "a " * 2500, "é" * 5000, "\U0001f9ec" * 5000, "'; DROP TABLE x; --", "%_%_%_%",
        "a & | ! <-> :*", '"' * 4999, "-" * 5000, "-_" * 2500, "or " * 1600, "-a " * 1600,
        '"-' * 2500, "(-" * 2500, "!" * 5000,
        "- - (a" * 800, "-(" * 99 + "a", "a\r\nSet-Cookie: b", "\u202e", "{}[]()^$.|?*+",
    ],
    ids=lambda query: ascii(query[:12]),
)  # fmt: skip
def test_any_5000_characters_are_a_query(api: Api, at: Operation, query: str) -> None:
    answer = api.get(at.path, q=query)
    assert answer.status == 200, answer.body
    assert isinstance(answer.body["results"], list)


@pytest.mark.parametrize("at", surface.that(parameter="q"), ids=str)
def test_more_or_nothing_is_no_query(api: Api, at: Operation) -> None:
    for query in ("a" * 5001, "", "   "):
        answer = api.get(at.path, q=query)
        refused(answer, 400, "request.invalid")
        assert fields(answer) == ["q"]


class TestHeaders:
    """What a client sends never ends up as a header of an answer."""

    @pytest.mark.parametrize("at", surface.that(method="GET"), ids=str)
    def test_line_breaks_in_an_address_stay_where_they_are(self, api: Api, at: Operation) -> None:
        parts = at.path.split("/")
        injected = "/".join([*parts[:1], *(f"{part}%0d%0aX-Evil:%20yes" for part in parts[1:])])
        answer = api.get(f"{injected}?cursor=%0d%0aX-Evil:%20yes")
        assert answer.status in (400, 404)
        refused(answer, answer.status, answer.body["code"])
        assert "X-Evil" not in answer.headers

    def test_line_breaks_in_a_body_reach_no_header(self, api: Api) -> None:
        name = "UniProt\r\nX-Evil: yes"
        made = api.post("organizations", {"slug": "pdb", "name": name, "citation": name})
        assert (made.status, made.body["citation"]) == (201, name)
        refused(api.post("organizations", {"slug": "a\r\nX-Evil: yes", "name": "A"}), 400,
                "organization.invalid_slug")  # fmt: skip
        assert not any("Evil" in value for value in made.headers.values())

    @pytest.mark.parametrize("sent", ["", "x" * 8000, "a, b", "é", "../../etc/passwd", "\t", "{}"])
    def test_a_strange_request_id_is_nobodys(self, api: Api, sent: str) -> None:
        answer = api.send("GET", "stats", HTTP_X_REQUEST_ID=sent)
        assert answer.status == 200
        assert answer.headers["X-Request-ID"] not in (sent, "")

    @pytest.mark.parametrize("tag", ["", "x", '"', "W/", ",,,", "é", '"a" "b"', "x" * 8000])
    def test_a_strange_tag_names_nothing(self, api: Api, tag: str) -> None:
        assert api.send("GET", "stats", HTTP_IF_NONE_MATCH=tag).status == 200
        sent = api.send("PATCH", "organizations/uniprot", body={"name": "U"}, HTTP_IF_MATCH=tag)
        refused(sent, 412, "request.precondition_failed")


def _asked(at: Operation) -> dict[str, str]:
    sizes = at.path.startswith("audit")
    given = {"q": "insulin", "from": "1" if sizes else "2026_01", "to": "2" if sizes else "2026_02"}
    return {name: value for name, value in given.items() if name in at.parameters}


def _given_out(api: Api) -> str:
    """A real cursor, of a list that has nothing in common with any other."""
    api.post("tokens", {"name": "a", "scopes": ["read"]})
    address: str = api.get("tokens", limit="1").body["next"]
    return address.partition("cursor=")[2]


def _damaged(cursor: str) -> Iterator[str]:
    yield cursor[:-7]
    yield cursor[3:]
    for place in (0, len(cursor) // 2, len(cursor) - 2):
        flipped = chr(ord(cursor[place]) ^ 1)
        yield cursor[:place] + flipped + cursor[place + 1 :]
