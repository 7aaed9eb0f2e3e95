"""A PATH is a file, standard input, or an address whose folder may tell what to expect."""

import gzip
import hashlib
import io
import os
from pathlib import Path

import pytest

from apps.ingestion.fetching import (
    Expected,
    Incoming,
    NotAsPublished,
    NotThere,
    Unfetchable,
    Web,
    opened,
    read_to_the_end,
)
from tests.ingestion.fetching.publisher import Publisher
from tests.ingestion.fetching.tree import metalink_of

CONTENT = b"ID   OURS_TEST               Reviewed;           4 AA.\n//\n" * 5_000


class Stopped(Exception):
    """The reader has had enough."""


def test_a_file_is_read_with_its_size(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(CONTENT)
    with opened(str(path), web=web) as stream:
        assert stream.size == len(CONTENT)
        assert stream.name == str(path)
        assert stream.read() == CONTENT
        assert stream.received == len(CONTENT)


def test_a_packed_file_is_given_packed_and_unpacks_as_a_stream(web: Web, tmp_path: Path) -> None:
    path = tmp_path / "a.dat.gz"
    path.write_bytes(gzip.compress(CONTENT))
    with opened(str(path), web=web) as stream:
        assert stream.peek(2)[:2] == b"\x1f\x8b"
        assert gzip.GzipFile(fileobj=stream).read() == CONTENT


def test_standard_input_is_read_and_left_open(web: Web) -> None:
    given = io.BytesIO(CONTENT)
    with opened("-", web=web, standard_input=given) as stream:
        assert stream.size is None
        assert stream.readline() == CONTENT.splitlines(keepends=True)[0]
    assert not given.closed
    assert stream.received == len(CONTENT)


def test_a_pipe_has_no_size(web: Web, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = os.open(pipe, os.O_RDWR)
    with opened(str(pipe), web=web) as stream:
        os.write(writing, b"content")
        os.close(writing)
        assert stream.read() == b"content"
        assert stream.size is None


def test_what_is_no_file_is_refused_in_a_sentence(web: Web, tmp_path: Path) -> None:
    with pytest.raises(NotThere, match=r"a\.dat” cannot be read: there is no such file\.$"):
        _read(str(tmp_path / "a.dat"), web)
    with pytest.raises(Unfetchable, match="it is a folder; name the files in it"):
        _read(str(tmp_path), web)
    with pytest.raises(Unfetchable, match="null byte"):
        _read("a\0.dat", web)
    with pytest.raises(Unfetchable, match="Not a directory"):
        _read("/dev/null/a.dat", web)


def test_a_file_that_the_system_will_not_read_is_refused_in_a_sentence(web: Web) -> None:
    with pytest.raises(Unfetchable, match="Input/output error"):
        _read("/proc/self/mem", web)


def test_an_address_is_read_where_nothing_is_told_of_it(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    assert _read(address, web) == CONTENT
    assert [asked.path for asked in publisher.asked] == ["/pub/RELEASE.metalink", "/pub/a.dat"]


def test_an_address_is_checked_against_the_metalink_beside_it(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    publisher.serve("/pub/RELEASE.metalink", metalink_of({"a.dat": CONTENT}))
    assert _read(address, web) == CONTENT
    publisher.serve("/pub/a.dat", CONTENT.replace(b"OURS", b"ELSE"))
    with pytest.raises(NotAsPublished, match="its MD5 is"):
        _read(address, web)


def test_a_metalink_that_knows_other_files_only_says_nothing(
    publisher: Publisher, web: Web
) -> None:
    publisher.serve("/pub/RELEASE.metalink", metalink_of({"b.dat": b""}))
    assert _read(publisher.serve("/pub/a.dat", CONTENT), web) == CONTENT


def test_a_page_that_says_not_found_with_status_200_is_no_metalink(
    publisher: Publisher, web: Web
) -> None:
    publisher.serve("/pub/RELEASE.metalink", b"<!DOCTYPE html><p>Nothing here")
    assert _read(publisher.serve("/pub/a.dat", CONTENT), web) == CONTENT


def test_a_metalink_that_cannot_be_read_is_no_licence_to_trust(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    publisher.serve("/pub/RELEASE.metalink", metalink_of({"a.dat": CONTENT})[:-20])
    with pytest.raises(Unfetchable, match="no well-formed metalink"):
        _read(address, web)
    publisher.serve("/pub/RELEASE.metalink", first_answers=[(500, {})] * 9)
    with pytest.raises(Unfetchable, match="500"):
        _read(address, web)


def test_what_is_expected_may_be_said_beforehand(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    sha256 = hashlib.sha256(CONTENT).hexdigest()
    with opened(address, web=web, expected=Expected(sha256=sha256)) as stream:
        assert stream.read() == CONTENT
    assert [asked.path for asked in publisher.asked] == ["/pub/a.dat"]


def test_who_leaves_early_still_learns_that_the_file_is_wrong(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    wrong = Expected(md5="0" * 32)
    with pytest.raises(NotAsPublished), opened(address, web=web, expected=wrong) as stream:
        assert stream.read(10) == CONTENT[:10]


def test_who_publishes_inside_the_block_asks_for_the_end_first(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    with (
        pytest.raises(NotAsPublished),
        opened(address, web=web, expected=Expected(md5="0" * 32)) as stream,
    ):
        _read_some_then_ask_for_the_end(stream)


def test_a_reader_that_fails_is_not_kept_waiting(publisher: Publisher, web: Web) -> None:
    address = publisher.serve("/pub/a.dat", CONTENT)
    with (
        pytest.raises(Stopped),
        opened(address, web=web, expected=Expected(md5="0" * 32)) as stream,
    ):
        raise Stopped
    assert stream.closed


def _read_some_then_ask_for_the_end(stream: Incoming) -> None:
    assert stream.read(10) == CONTENT[:10]
    with pytest.raises(NotAsPublished):
        read_to_the_end(stream)


def _read(path: str, web: Web) -> bytes:
    with opened(path, web=web) as stream:
        return stream.read()
