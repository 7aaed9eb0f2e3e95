"""An object is in the store whole, under the hash of its bytes, or not at all."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import pytest

from apps.core.errors import StoreAway
from apps.core.stores import FolderStore, store_at

TEXT = b"ID   INS_HUMAN\n" * 1000


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def put(store: FolderStore, *parts: bytes) -> str:
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


def test_what_is_missing_is_a_store_that_is_away(store: FolderStore) -> None:
    with pytest.raises(StoreAway):
        store.read(sha256(TEXT).hexdigest(), 0, 1)


def test_a_folder_that_cannot_be_is_a_store_that_is_away() -> None:
    store = store_at("file:///dev/null/store")
    with pytest.raises(StoreAway):
        store.require()
    with pytest.raises(StoreAway), store.incoming():
        pass


def test_an_address_is_read_as_an_address(tmp_path: Path) -> None:
    store = store_at((tmp_path / "a store").as_uri())
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
