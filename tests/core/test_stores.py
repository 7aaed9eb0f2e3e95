"""An object is in the store whole, under the hash of its bytes, or not at all."""

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest
from circuitbreaker import CircuitBreaker

from apps.core.errors import ContentDamaged, StoreAway
from apps.core.stores import MOST_SWEPT, FolderStore, Store, store_at

TEXT = b"ID   INS_HUMAN\n" * 1000


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def put(store: Store, *parts: bytes) -> str:
    with store.incoming() as writing:
        for part in parts:
            writing.write(part)
    return writing.name


def held(tmp_path: Path) -> list[Path]:
    """Every file there is, objects or not."""
    return [path for path in tmp_path.rglob("*") if path.is_file()]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file of this process grows larger."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_object_is_named_by_its_bytes(store: FolderStore) -> None:
    name = put(store, TEXT[:10], TEXT[10:])
    assert name == sha256(TEXT).hexdigest()
    assert store.read(name, 0, len(TEXT)) == TEXT
    assert store.read(name, 15, 5) == TEXT[15:20]


def test_the_same_bytes_are_kept_once(store: FolderStore, tmp_path: Path) -> None:
    assert put(store, TEXT) == put(store, TEXT)
    assert len(held(tmp_path)) == 1


def test_beyond_its_end_there_is_less(store: FolderStore) -> None:
    assert store.read(put(store, b"abc"), 2, 10) == b"c"


def test_what_is_empty_is_not_kept(store: FolderStore, tmp_path: Path) -> None:
    put(store)
    assert held(tmp_path) == []


def test_what_failed_halfway_leaves_nothing(store: FolderStore, tmp_path: Path) -> None:
    with pytest.raises(TypeError):
        put(store, TEXT, None)  # type: ignore[arg-type]
    assert held(tmp_path) == []


@pytest.mark.parametrize("parts", [[TEXT * 100], [TEXT[:5000], TEXT]])
def test_a_full_disk_is_a_store_that_is_away_and_leaves_nothing(
    store: FolderStore, tmp_path: Path, parts: list[bytes]
) -> None:
    with room_for(9000), pytest.raises(StoreAway):
        put(store, *parts)
    assert held(tmp_path) == []
    assert put(store, *parts), "there is room again"


def killed_while_writing(store: Path) -> None:
    """A process that begins an object and is killed before it has ended it."""
    writing = f"""
import os, signal
from pathlib import Path
from apps.core.stores import MOST_SWEPT, FolderStore
with FolderStore(Path({str(store)!r})).incoming() as writing:
    writing.write(b"half")
    writing.flush()
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", writing], check=False)
    assert ended.returncode == -signal.SIGKILL


def test_what_a_killed_writer_left_is_gone_once_another_begins(
    store: FolderStore, tmp_path: Path
) -> None:
    for _ in range(3):
        killed_while_writing(tmp_path / "store")
    left = [path.read_bytes() for path in held(tmp_path)]
    assert left == [b"half"], "each sweeps away what the one before it left"

    name = put(store, TEXT)
    assert [path.name for path in held(tmp_path)] == [name[2:]]


def test_what_others_are_writing_stays(store: FolderStore, tmp_path: Path) -> None:
    with store.incoming() as one:
        one.write(b"one")
        with store.incoming() as other:
            other.write(b"other")
            put(store, TEXT)
    for writing in (one, other):
        assert store.read(writing.name, 0, 10) in {b"one", b"other"}
    assert len(held(tmp_path)) == 3


def test_an_object_is_begun_in_a_bounded_time_whatever_was_left(
    store: FolderStore, tmp_path: Path
) -> None:
    store.require()
    for number in range(MOST_SWEPT * 2):
        (tmp_path / "store" / "incoming" / f"{number}").write_bytes(b"left")
    put(store, TEXT)
    assert len(held(tmp_path)) == MOST_SWEPT + 1


def test_writers_that_begin_at_once_sweep_nothing_of_each_other(
    store: FolderStore, tmp_path: Path
) -> None:
    texts = [f"{number}".encode() for number in range(400)]
    with ThreadPoolExecutor(8) as pool:
        names = list(pool.map(lambda text: put(store, text), texts))
    assert [store.read(name, 0, 10) for name in names] == texts
    assert len(held(tmp_path)) == len(texts)


def test_an_object_that_is_missing_is_damage(store: FolderStore) -> None:
    put(store, b"another")
    with pytest.raises(ContentDamaged):
        store.read(sha256(TEXT).hexdigest(), 0, 1)
    with pytest.raises(ContentDamaged):
        store.part(sha256(TEXT).hexdigest(), 0, 1)


def test_a_folder_that_is_gone_is_a_store_that_is_away(tmp_path: Path) -> None:
    with pytest.raises(StoreAway):
        FolderStore(tmp_path / "gone").read(sha256(TEXT).hexdigest(), 0, 1)


def test_a_folder_that_cannot_be_is_a_store_that_is_away() -> None:
    store = store_at("file:///dev/null/store", CircuitBreaker())
    with pytest.raises(StoreAway):
        store.require()
    with pytest.raises(StoreAway), store.incoming():
        pass


def test_an_address_is_read_as_an_address(tmp_path: Path) -> None:
    store = store_at((tmp_path / "a store").as_uri(), CircuitBreaker())
    put(store, TEXT)
    assert (tmp_path / "a store").is_dir()


def test_the_names_on_the_way_to_an_object_are_on_the_disk_with_it(
    store: FolderStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled: list[Path] = []
    really = os.fsync

    def followed(opened: int) -> None:
        settled.append(Path(f"/proc/self/fd/{opened}").readlink())
        really(opened)

    monkeypatch.setattr(os, "fsync", followed)
    name = put(store, TEXT)
    assert settled[1:] == [tmp_path / "store" / name[:2], tmp_path / "store"]
