"""A file comes whole over any line, or not at all."""

import hashlib
import re
import time
import zlib

import pytest

from apps.ingestion.fetching import (
    ChangedMeanwhile,
    Expected,
    Incoming,
    NotAsPublished,
    Patience,
    Unreachable,
    Web,
)
from tests.ingestion.fetching.publisher import Publisher, Repeated, Served
from tests.ingestion.fetching.tree import noise
from tests.ingestion.fetching.waiting import Waits

CONTENT = noise(300_000)
OTHER = noise(300_000, seed=b"other")
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
SHA256 = hashlib.sha256(CONTENT).hexdigest()
YESTERDAY = "Sat, 21 Nov 2026 08:00:00 GMT"
TODAY = "Sun, 22 Nov 2026 08:00:00 GMT"


def read(web: Web, address: str, expected: Expected | None = None) -> bytes:
    with web.open(address, expected or Expected()) as stream:
        return stream.read()


def test_a_file_comes_as_it_is_and_tells_its_size(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/a.dat", CONTENT)
    with web.open(address) as stream:
        assert isinstance(stream, Incoming)
        assert stream.read(10) == CONTENT[:10]
        assert stream.size == len(CONTENT)
        assert stream.read() == CONTENT[10:]
        assert stream.received == len(CONTENT)
        assert stream.read() == b""
    assert [(asked.range, asked.agent) for asked in publisher.asked] == [(None, "bdp-tests")]


def test_nothing_is_asked_before_the_first_read(publisher: Publisher, web: Web) -> None:
    with web.open(publisher.serve("/a.dat", CONTENT)) as stream:
        assert publisher.asked == []
        assert stream.size is None


def test_an_empty_file_is_a_file(publisher: Publisher, web: Web) -> None:
    assert read(web, publisher.serve("/empty", b""), Expected(size=0)) == b""


@pytest.mark.parametrize("told_length", [True, False])
def test_a_cut_connection_is_taken_up_where_it_broke(
    publisher: Publisher, web: Web, waits: Waits, *, told_length: bool
) -> None:
    address = publisher.serve("/a.dat", CONTENT, cut_after=100_000, cuts=1, told_length=told_length)
    assert read(web, address) == CONTENT
    [first, second] = publisher.asked
    assert (first.range, second.range, second.if_range) == (None, "bytes=100000-", '"one"')
    assert len(waits.seconds) == 1
    assert re.search(r"broke off at byte 100,000; asking again in [01] s$", waits.said[0])


def test_a_line_that_breaks_all_the_time_brings_the_file_all_the_same(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, cut_after=10_007)
    assert read(web, address, Expected(size=len(CONTENT), md5=MD5, sha256=SHA256)) == CONTENT
    assert len(publisher.asked) == len(CONTENT) // 10_007 + 1


def test_a_line_that_breaks_too_often_is_given_up(publisher: Publisher, waits: Waits) -> None:
    address = publisher.serve("/a.dat", CONTENT, cut_after=1_000)
    with (
        Web(patience=Patience(cuts=5), sleep=waits) as web,
        pytest.raises(Unreachable, match="after 6 cuts"),
    ):
        read(web, address)


def test_a_slow_server_is_waited_for(publisher: Publisher, web: Web, waits: Waits) -> None:
    address = publisher.serve("/a.dat", CONTENT[:5_000], drip=(500, 0.02))
    assert read(web, address) == CONTENT[:5_000]
    assert waits.seconds == []


def test_a_server_that_falls_silent_is_asked_again(publisher: Publisher, waits: Waits) -> None:
    silent = Served(CONTENT, drip=(100_000, 2.0), later=Served(CONTENT))
    publisher.files["/a.dat"] = silent
    with Web(patience=Patience(silence=0.3), sleep=waits, tell=waits.said.append) as web:
        assert read(web, f"{publisher.address}/a.dat") == CONTENT
    assert publisher.asked[1].range == "bytes=100000-"
    assert "nothing came for 0.3 s at byte 100,000" in waits.said[0]


def test_a_server_that_trickles_is_left_and_asked_again(publisher: Publisher, waits: Waits) -> None:
    trickling = Served(CONTENT, drip=(1, 0.01), later=Served(CONTENT))
    publisher.files["/a.dat"] = trickling
    patience = Patience(silence=0.3, slowest=10_000)
    with Web(patience=patience, sleep=waits, tell=waits.said.append) as web:
        assert read(web, f"{publisher.address}/a.dat") == CONTENT
    assert [asked.range is None for asked in publisher.asked] == [True, False]
    assert "less than 10,000 bytes a second" in waits.said[0]


def test_a_reader_that_takes_its_time_is_no_slow_server(publisher: Publisher) -> None:
    address = publisher.serve("/a.dat", CONTENT)
    patience = Patience(silence=0.2, slowest=1_000_000)
    with Web(patience=patience) as web, web.open(address) as stream:
        while stream.read1(65_536):
            time.sleep(0.1)
    assert len(publisher.asked) == 1


def test_a_server_without_ranges_sends_anew_and_what_was_read_is_passed_over(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, ranges=False, cut_after=70_000, cuts=1)
    assert read(web, address, Expected(md5=MD5)) == CONTENT
    assert len(publisher.asked) == 2


def test_a_file_that_nothing_identifies_is_compared_from_its_first_byte(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, etag=None, cut_after=70_000, cuts=1)
    assert read(web, address) == CONTENT
    assert [asked.range for asked in publisher.asked] == [None, None]


def test_a_server_that_gives_the_rest_in_small_parts_is_asked_for_each(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, cut_after=70_000, cuts=1, most_at_once=100_000)
    assert read(web, address) == CONTENT
    assert [asked.range for asked in publisher.asked[1:]] == [
        "bytes=70000-", "bytes=170000-", "bytes=270000-",
    ]  # fmt: skip


def test_a_weak_etag_does_not_vouch_for_bytes_but_a_date_does(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve(
        "/a.dat", CONTENT, etag='W/"one"', last_modified=YESTERDAY, cut_after=70_000, cuts=1
    )
    assert read(web, address) == CONTENT
    assert publisher.asked[1].if_range == YESTERDAY


def test_a_line_that_never_gets_past_what_was_read_is_given_up(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, ranges=False, cut_after=70_000)
    with pytest.raises(Unreachable, match="4 times in a row; 70,000 of 300,000 bytes had come"):
        read(web, address)
    assert len(publisher.asked) == 4


@pytest.mark.parametrize(
    "later",
    [
        pytest.param(Served(OTHER, etag='"two"'), id="told by its etag"),
        pytest.param(Served(OTHER, etag='"two"', ranges=False), id="a server without ranges"),
        pytest.param(Served(OTHER, etag=None), id="told by its bytes"),
        pytest.param(Served(CONTENT[:70_000] + OTHER[70_000:], etag='"two"'), id="same beginning"),
        pytest.param(Served(CONTENT[:-1], etag=None), id="shorter by a byte"),
        pytest.param(Served(CONTENT[:50_000], etag=None), id="shorter than what was read"),
        pytest.param(Served(CONTENT[:50_000]), id="too short for the range"),
        pytest.param(Served(CONTENT + b"!"), id="longer, and the etag lies"),
    ],
)
def test_a_file_that_changes_under_way_is_told_not_glued(
    publisher: Publisher, web: Web, later: Served
) -> None:
    publisher.files["/a.dat"] = Served(CONTENT, cut_after=70_000, later=later)
    with web.open(f"{publisher.address}/a.dat") as stream:
        assert stream.read(70_000) == CONTENT[:70_000]
        for _ in range(2):
            with pytest.raises(ChangedMeanwhile):
                stream.read(1)
    assert len(publisher.asked) == 2


def test_a_file_of_another_day_is_told_though_it_begins_alike(
    publisher: Publisher, web: Web
) -> None:
    later = Served(CONTENT[:70_000] + OTHER[70_000:], etag=None, last_modified=TODAY)
    publisher.files["/a.dat"] = Served(
        CONTENT, etag=None, last_modified=YESTERDAY, cut_after=70_000, later=later
    )
    with pytest.raises(ChangedMeanwhile):
        read(web, f"{publisher.address}/a.dat")


def test_a_file_of_untold_length_that_shrank_is_told(publisher: Publisher, web: Web) -> None:
    publisher.files["/a.dat"] = Served(
        CONTENT, told_length=False, cut_after=70_000, later=Served(CONTENT[:50_000])
    )
    with pytest.raises(ChangedMeanwhile, match="nothing at byte 70,000"):
        read(web, f"{publisher.address}/a.dat")


def test_a_length_that_is_too_large_is_a_lie_that_is_found_out(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", CONTENT, announced=len(CONTENT) + 10)
    with pytest.raises(ChangedMeanwhile, match="300,000 bytes"):
        read(web, address)


@pytest.mark.parametrize("announced", [299_990, 300_010])
def test_a_length_other_than_the_published_one_is_refused_before_a_byte_is_read(
    publisher: Publisher, web: Web, announced: int
) -> None:
    address = publisher.serve("/a.dat", CONTENT, announced=announced)
    with (
        web.open(address, Expected(size=300_000)) as stream,
        pytest.raises(NotAsPublished, match=f"{announced:,} bytes where 300,000"),
    ):
        stream.read(1)


@pytest.mark.parametrize("size", [299_999, 300_001])
def test_an_untold_length_is_compared_with_the_published_one(
    publisher: Publisher, web: Web, size: int
) -> None:
    address = publisher.serve("/a.dat", CONTENT, told_length=False)
    with pytest.raises(NotAsPublished):
        read(web, address, Expected(size=size))


def test_a_file_that_does_not_end_is_left_where_it_should_have_ended(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.dat", Repeated(bytes(1 << 20), 100), told_length=False)
    with web.open(address, Expected(size=1_000)) as stream:
        with pytest.raises(NotAsPublished, match="longer than the 1,000 bytes"):
            stream.read()
        assert stream.received < 1 << 20


@pytest.mark.parametrize(
    "expected", [Expected(md5="0" * 32), Expected(size=300_000, sha256="0" * 64)]
)
def test_a_wrong_digest_comes_instead_of_the_end_however_often_one_reads(
    publisher: Publisher, web: Web, expected: Expected
) -> None:
    with web.open(publisher.serve("/a.dat", CONTENT), expected) as stream:
        assert stream.read(len(CONTENT)) == CONTENT
        for _ in range(3):
            with pytest.raises(NotAsPublished, match="0000 was published"):
                stream.read(1)
    assert len(publisher.asked) == 1


def test_a_digest_in_capitals_is_the_same_digest(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/a.dat", CONTENT)
    assert read(web, address, Expected(md5=MD5.upper(), sha256=SHA256.upper())) == CONTENT


def test_packed_bytes_stay_packed_whatever_the_server_calls_them(
    publisher: Publisher, web: Web
) -> None:
    packed = zlib.compress(CONTENT)
    publisher.files["/a.gz"] = Served(packed, headers={"Content-Encoding": "deflate"})
    assert read(web, f"{publisher.address}/a.gz") == packed


def test_a_closed_stream_leaves_the_server(publisher: Publisher, web: Web) -> None:
    stream = web.open(publisher.serve("/a.dat", CONTENT, drip=(1_000, 0.01)))
    stream.read(10)
    stream.close()
    assert stream.closed
    assert read(web, publisher.serve("/b.dat", b"still there")) == b"still there"
