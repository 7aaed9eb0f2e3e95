"""Downloads are counted: once each, by nobody's leave."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection, connections, transaction

from apps.core.services import services
from apps.core.stores import FolderStore
from apps.files import counting
from apps.files.models import Fetched, Fetches
from apps.files.tasks import total_downloads
from apps.versions.models import Version
from tests import builders
from tests.clients import Api
from tests.conftest import make_token
from tests.files.test_upload import TEXT, put

AT_ONCE = 200


@pytest.fixture
def store(tmp_path: Path) -> Iterator[None]:
    """A folder of this test's own, where the registry keeps its objects."""
    with services.replaced(store=FolderStore(tmp_path / "store")):
        yield


@pytest.fixture
def path(db: None, store: None, api: Api) -> str:
    """The address of a file that somebody uploaded and published."""
    return _published(api)


def _published(api: Api) -> str:
    builders.organization("uniprot")
    builders.source("swissprot", "uniprot")
    made = builders.draft("2026_01", "uniprot/swissprot")
    version = f"sources/uniprot/swissprot/versions/{made.version}"
    put(api, f"{version}/files/fasta", TEXT)
    api.post(f"{version}/publish", {})
    return f"{version}/files/fasta"


def counted(api: Api) -> int:
    """How many downloads statistics tell."""
    total: int = api.get("stats").body["downloads"]
    assert api.get("organizations/uniprot/statistics").body["downloads"] == total
    return total


def test_what_is_fetched_is_counted_and_what_is_not_is_not(stranger: Api, path: str) -> None:
    tag = stranger.get(path).headers["ETag"]
    assert counted(stranger) == 1
    stranger.send("HEAD", path)
    stranger.send("GET", path, if_none_match=tag)
    stranger.send("GET", path, HTTP_RANGE="bytes=9999999-")
    stranger.get(path.replace("fasta", "dat"))
    stranger.get(path.replace("files/fasta", "SHA256SUMS"))
    assert counted(stranger) == 1


def test_what_is_fetched_in_parts_is_counted_once(stranger: Api, path: str) -> None:
    for part in ("bytes=0-99", "bytes=100-199", "bytes=200-"):
        assert stranger.send("GET", path, HTTP_RANGE=part).status == 206
    assert counted(stranger) == 1


def test_statistics_tell_files_and_bytes_of_what_is_published(api: Api, path: str) -> None:
    other = builders.draft("2026_02", "uniprot/swissprot")
    put(api, f"sources/uniprot/swissprot/versions/{other.version}/files/dat", TEXT)
    told = api.get("stats").body
    assert (told["files"], told["bytes"]) == (1, len(TEXT))
    builders.organization("empty")
    empty = api.get("organizations/empty/statistics").body
    assert (empty["files"], empty["bytes"], empty["downloads"]) == (0, 0, 0)


def test_rows_are_added_up_when_they_have_become_many(stranger: Api, path: str) -> None:
    with patch.object(counting, "EVERY", 4):
        for _ in range(9):
            stranger.get(path)
    assert Fetched.objects.count() < 4
    assert Fetches.objects.get().downloads + Fetched.objects.count() == 9
    assert counted(stranger) == 9


def test_a_worker_adds_up_what_there_is(stranger: Api, path: str) -> None:
    total_downloads(timestamp=0)
    for _ in range(3):
        stranger.get(path)
    total_downloads(timestamp=0)
    assert (Fetched.objects.count(), Fetches.objects.get().downloads) == (0, 3)
    assert counted(stranger) == 3


def test_a_download_goes_on_where_it_cannot_be_counted(stranger: Api, path: str) -> None:
    with patch.object(Fetched, "save", side_effect=OperationalError("read-only")):
        assert stranger.get(path).body == TEXT
    assert counted(stranger) == 0


@pytest.mark.usefixtures("committed", "store")
def test_many_at_once_are_counted_each_and_wait_for_nobody() -> None:
    """Meanwhile somebody holds the version, and somebody else the totals."""
    builders.person("curie", is_superuser=True)
    path = _published(Api(make_token("curie")))
    stranger = Api()
    stranger.get(path)
    counting.add_up(Fetched.objects.latest("pk").pk)
    with transaction.atomic(), ThreadPoolExecutor(8) as pool:
        list(Version.objects.select_for_update().all())
        list(Fetches.objects.select_for_update().all())
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE files_fetches IN SHARE ROW EXCLUSIVE MODE")
        begun = time.monotonic()
        sent = list(pool.map(lambda _: _fetched(path), range(AT_ONCE)))
        seconds = time.monotonic() - begun
    assert sent == [TEXT] * AT_ONCE
    assert seconds < 200, "who waits for a lock waits until the end"
    assert counted(stranger) == AT_ONCE + 1


def _fetched(path: str) -> bytes:
    try:
        body: bytes = Api().get(path).body
        return body
    finally:
        connections.close_all()
