"""A member of an archive streams out while the archive streams in."""

import gzip
import io
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from apps.ingestion.fetching import DamagedArchive, Expected, Incoming, NotAsPublished, Web, opened
from tests.ingestion.fetching.publisher import Publisher
from tests.ingestion.fetching.tree import archive, metalink_of, noise

MEMBER = "uniprot_sprot.dat.gz"
CONTENT = noise(400_000)
FILES = {"README": b"read me", MEMBER: CONTENT, "uniprot_sprot.xml.gz": CONTENT[::-1]}
LONG = FILES | {"uniprot_sprot.fasta.gz": noise(3 << 20)}

Put = Callable[[bytes], str]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes an archive; answers its path."""

    def write(content: bytes) -> str:
        path = tmp_path / "archive.tar.gz"
        path.write_bytes(content)
        return str(path)

    return write


def read(path: str, web: Web, expected: Expected | None = None) -> bytes:
    with opened(path, web=web, member=MEMBER, expected=expected) as stream:
        return stream.read()


@pytest.mark.parametrize("compressed", [True, False])
def test_a_member_is_found_by_its_name(web: Web, put: Put, *, compressed: bool) -> None:
    assert read(put(archive(FILES, compressed=compressed)), web) == CONTENT


@pytest.mark.parametrize("folder", ["./", "knowledgebase/complete/", "/"])
def test_a_member_is_found_in_whichever_folder(web: Web, put: Put, folder: str) -> None:
    files = {f"{folder}{name}": content for name, content in FILES.items()}
    assert read(put(archive(files)), web) == CONTENT


def test_an_empty_member_is_a_member(web: Web, put: Put) -> None:
    assert read(put(archive({MEMBER: b""})), web) == b""


def test_a_member_comes_over_a_line_that_breaks(publisher: Publisher, web: Web) -> None:
    content = archive(FILES)
    address = publisher.serve("/a.tar.gz", content, cut_after=50_001)
    publisher.serve("/RELEASE.metalink", metalink_of({"a.tar.gz": content}))
    with opened(address, web=web, member=MEMBER) as stream:
        assert stream.read() == CONTENT
        assert stream.size == stream.received == len(content)


def test_a_member_is_not_at_its_end_before_the_archive_is_what_was_published(
    publisher: Publisher, web: Web
) -> None:
    address = publisher.serve("/a.tar.gz", archive(FILES))
    wrong = Expected(md5="0" * 32)
    with (
        pytest.raises(NotAsPublished),
        opened(address, web=web, member=MEMBER, expected=wrong) as stream,
    ):
        _read_then_ask_for_the_end(stream)


def _read_then_ask_for_the_end(stream: Incoming) -> None:
    assert stream.read(len(CONTENT)) == CONTENT
    with pytest.raises(NotAsPublished):
        stream.read(1)


def test_an_archive_without_the_member_is_refused(web: Web, put: Put) -> None:
    files = {"uniprot_sprot.dat": CONTENT, f"{MEMBER}/other": CONTENT, f"x{MEMBER}": CONTENT}
    with pytest.raises(DamagedArchive, match=r"there is no “uniprot_sprot\.dat\.gz” in it"):
        read(put(archive(files)), web)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE])
def test_what_only_has_the_name_is_not_the_file(web: Web, put: Put, kind: bytes) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        info = tarfile.TarInfo(MEMBER)
        info.type, info.linkname = kind, "/etc/passwd"
        tar.addfile(info)
    with pytest.raises(DamagedArchive, match="there is no"):
        read(put(out.getvalue()), web)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>Not found</html>" * 100, id="a page"),
        pytest.param(CONTENT, id="noise"),
        pytest.param(b"\x1f\x8b" + CONTENT, id="noise that begins like gzip"),
        pytest.param(gzip.compress(CONTENT), id="gzip without a tar"),
        pytest.param(archive(FILES)[:100], id="torn in its beginning"),
        pytest.param(archive(FILES)[:300_000], id="torn in the member"),
        pytest.param(archive(FILES)[:-1_000], id="torn after the member"),
        pytest.param(archive(LONG)[:-8] + bytes(8), id="with a wrong checksum"),
        pytest.param(archive(FILES, compressed=False)[:300_000], id="plain, torn in the member"),
    ],
)
def test_what_is_no_whole_archive_is_refused(web: Web, put: Put, content: bytes) -> None:
    with pytest.raises(DamagedArchive, match=r"archive\.tar\.gz” cannot be read: ") as refusal:
        read(put(content), web)
    assert str(refusal.value).count("\n") == 0


def test_a_name_without_end_is_not_read(web: Web, put: Put) -> None:
    endless = tarfile.TarInfo("././@LongLink")
    endless.type, endless.size = tarfile.GNUTYPE_LONGNAME, 1 << 33
    with pytest.raises(DamagedArchive, match="a name of 8,589,934,592 bytes"):
        read(put(endless.tobuf(tarfile.GNU_FORMAT) + bytes(4096)), web)


def test_members_without_end_are_not_counted(web: Web, put: Put) -> None:
    files = {f"{number}": b"" for number in range(10_050)} | {MEMBER: CONTENT}
    with pytest.raises(DamagedArchive, match="there is no"):
        read(put(archive(files, compressed=False)), web)
