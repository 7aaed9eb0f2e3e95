"""Plain bytes out of whatever was handed over, or one sentence that says why not."""

import bz2
import gzip
import io
import lzma
import tracemalloc
from pathlib import Path

import pytest

from apps.ingestion.formats.entries import Unreadable
from apps.ingestion.formats.gunzipping import BLOCK
from apps.ingestion.formats.reading import blocks, opened

TEXT = b"ID   SAMPLE\n" * 1000


def read(content: bytes) -> bytes:
    return b"".join(blocks(io.BytesIO(content)))


@pytest.mark.parametrize(
    "content",
    [
        TEXT,
        gzip.compress(TEXT, mtime=0),
        gzip.compress(TEXT[:5000], mtime=0) + gzip.compress(TEXT[5000:], mtime=0),
        gzip.compress(TEXT[:5000], mtime=0)
        + b"\0" * 512
        + gzip.compress(TEXT[5000:], mtime=0)
        + b"\0" * 512,
        gzip.compress(b"", mtime=0) + gzip.compress(TEXT, mtime=0),
        b"\xef\xbb\xbf" + TEXT,
    ],
    ids=["plain", "gzip", "two members", "padded members", "an empty member", "a mark"],
)
def test_the_plain_bytes_come_out(content: bytes) -> None:
    assert read(content) == TEXT


def test_large_inputs_come_in_blocks() -> None:
    content = bytes(range(32, 96)) * (BLOCK // 16)
    sizes = [len(block) for block in blocks(io.BytesIO(gzip.compress(content, 1, mtime=0)))]

    assert sum(sizes) == len(content)
    assert max(sizes) <= BLOCK


def test_many_small_members_come_in_few_blocks() -> None:
    content = gzip.compress(TEXT, mtime=0) * 100

    found = list(blocks(io.BytesIO(content)))
    assert b"".join(found) == TEXT * 100
    assert len(found) == 3


def test_a_pipe_that_gives_little_at_a_time_is_read_in_blocks_too() -> None:
    class Pipe(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1 << 16))

    assert [len(block) for block in blocks(Pipe(b"A" * (BLOCK + 1)))] == [BLOCK, 1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "It is empty."),
        (gzip.compress(b"", mtime=0), "It is empty."),
        (gzip.compress(TEXT, mtime=0)[:-9], "Its gzip data ends too early: the file was cut off."),
        (gzip.compress(TEXT, mtime=0)[:-3], "Its gzip data ends too early: the file was cut off."),
        (gzip.compress(TEXT, mtime=0) + b"more", "After its gzip data comes something else"),
        (gzip.compress(TEXT, mtime=0)[:-8] + b"\1" * 8, "Its gzip data is damaged"),
        (TEXT.decode().encode("utf-16"), "It is UTF-16"),
        (bz2.compress(TEXT), "It is compressed with bzip2"),
        (lzma.compress(TEXT), "It is compressed with xz"),
        (b"PK\3\4" + TEXT, "It is a zip archive"),
        (b"noise\0noise", "It is no text: there is a NUL at byte 6."),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert str(refused.value).startswith(reason)
    assert str(refused.value).endswith(".")


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="It is a folder"), opened(tmp_path):
        pass
    with pytest.raises(Unreadable, match="No such file"), opened(tmp_path / "absent"):
        pass


def test_a_bomb_takes_no_memory() -> None:
    bomb = gzip.compress(b"A" * (256 << 20), 1)
    tracemalloc.start()
    total = sum(len(block) for block in blocks(io.BytesIO(bomb)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert total == 256 << 20
    assert peak < 16 * BLOCK


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    (tmp_path / "a.dat").write_bytes(TEXT)

    with opened(tmp_path / "a.dat") as stream:
        assert b"".join(blocks(stream)) == TEXT
