"""A store that is away or damaged costs a clear refusal, never wrong bytes."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from apps.biology.models import Pack
from apps.biology.queries import get_record
from apps.core.errors import ContentDamaged
from apps.core.services import services
from apps.core.stores import FolderStore, store_at
from apps.versions.queries import find_version
from tests import builders
from tests.checks import refused
from tests.clients import Answer, Api
from tests.records import record
from tests.releases import ingest

ALPHA, BETA = record("P00001"), record("P00002")
VERSION = "sources/uniprot/P00001/versions/1.0.0"
ASKED = [f"{VERSION}/files/dat", f"{VERSION}/files/json", f"{VERSION}/files", "proteins/P00001"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Path]:
    """A folder of this test's own, where the registry keeps its objects."""
    with services.replaced(store=FolderStore(tmp_path / "store")):
        yield tmp_path / "store"


@pytest.fixture
def pack(db: None, store: Path) -> Path:
    """The object that holds the records of a release."""
    builders.organization("uniprot")
    ingest(ALPHA, BETA)
    name = Pack.objects.get().object
    return store / name[:2] / name[2:]


@pytest.mark.parametrize("path", ASKED)
class TestAnObject:
    def test_that_is_missing_is_damage_and_the_log_says_which(
        self, stranger: Api, pack: Path, path: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        pack.unlink()
        answer = stranger.get(path)
        refused(answer, 503, "service.unavailable")
        assert "is damaged" in answer.body["detail"]
        assert_logged(caplog, "store_failed", pack)

    def test_that_was_cut_off_is_damaged(
        self, stranger: Api, pack: Path, path: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        os.truncate(pack, pack.stat().st_size // 2)
        assert_damaged(stranger.get(path), caplog, pack)

    def test_that_was_emptied_is_damaged(
        self, stranger: Api, pack: Path, path: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        os.truncate(pack, 0)
        assert_damaged(stranger.get(path), caplog, pack)


def test_no_byte_of_a_pack_can_change_unseen(pack: Path) -> None:
    """Each byte is inverted in turn: the answer is the record, or none."""
    whole = pack.read_bytes()
    version = find_version("uniprot", "P00001", "1.0.0").id
    refusals = 0
    for place in range(len(whole)):
        pack.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            assert get_record(version) == ("dat", ALPHA)
        except ContentDamaged:
            refusals += 1
    assert refusals > len(whole) / 2


def test_what_needs_no_bytes_is_answered_all_the_same(stranger: Api, pack: Path) -> None:
    pack.unlink()
    for path in (VERSION, f"{VERSION}/changelog", "proteins"):
        assert stranger.get(path).status == 200


def test_the_registry_is_ready_where_its_store_is(stranger: Api, store: Path) -> None:
    answer = stranger.get("/health/ready")
    assert (answer.status, answer.body["store"]) == (200, "ok")
    assert list((store / "incoming").iterdir()) == []


def test_it_is_not_ready_where_the_store_is_none(
    stranger: Api, store: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store.write_text("a file where a folder should be")
    answer = stranger.get("/health/ready")
    refused(answer, 503, "service.unavailable")
    assert "file store is away" in answer.body["detail"]
    assert_logged(caplog, "store_failed", store)


def test_it_is_ready_again_when_the_store_is(stranger: Api, pack: Path, store: Path) -> None:
    gone = store.with_name("unmounted")
    shutil.move(store, gone)
    store.write_text("")
    assert stranger.get("/health/ready").status == 503
    store.unlink()
    shutil.move(gone, store)
    assert stranger.get("/health/ready").status == 200
    assert stranger.get(ASKED[0]).body == ALPHA


@pytest.mark.parametrize(
    "address", ["ftp://example/store", "file://", "/srv/store", "file://elsewhere/store", ""]
)
def test_an_address_of_no_store_is_refused_before_the_start(settings: Any, address: str) -> None:
    settings.STORAGE_URL = address
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL must name a folder"):
        store_at(address, services.store_breaker)
    with pytest.raises(SystemCheckError, match="STORAGE_URL must name a folder"):
        call_command("check")


def assert_damaged(answer: Answer, caplog: pytest.LogCaptureFixture, pack: Path) -> None:
    refused(answer, 503, "service.unavailable")
    assert "damaged" in answer.body["detail"]
    assert answer.headers["Retry-After"]
    assert_logged(caplog, "record_damaged", pack)


def assert_logged(caplog: pytest.LogCaptureFixture, event: str, at: Path) -> None:
    (told,) = [line.getMessage() for line in caplog.records if line.name.startswith("bdp.")]
    assert event in told
    assert at.name in told
