"""Releases taken apart by a process of its own."""

import fcntl
import gzip
import io
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest

from apps.biology.models import Record
from apps.ingestion.apart import Apart
from apps.ingestion.arriving import Arrival
from apps.ingestion.commands import ingest_release
from apps.ingestion.dtos import IngestReport
from apps.ingestion.errors import UnreadableRelease, WorkshopGone
from apps.ingestion.formats.gunzipping import BLOCK
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.shops import Opening
from tests.conftest import leaves_no_trace
from tests.ingestion.taking_in.conftest import ALPHA
from tests.records import record
from tests.releases import OPERATOR, file, ingest_files

pytestmark = pytest.mark.django_db

MANY = [record(f"Q{number:05d}", sequence="MKTAYIAKQR" * 30) for number in range(4000)]
UNREAD = ALPHA.replace(b"SQ   SEQUENCE", b"XX   SEQUENCE")


def ingest_apart(*files: Opening) -> IngestReport:
    with Apart(FORMATS["uniprot"]) as shop:
        return ingest_release(
            actor=OPERATOR, organization="uniprot", source="apart", release="1",
            arrival=Arrival(files, shop),
        )  # fmt: skip


def test_a_release_is_the_same_whoever_takes_it_apart() -> None:
    files = [file(b"".join([*MANY[:3000], UNREAD])), file(b"".join(MANY[2990:]), "second.dat")]
    apart = ingest_apart(*files)
    here = ingest_files(files, release="1", source="here")

    kept = ("read", "refused", "refusals", "bytes")
    assert {key: getattr(apart, key) for key in kept} == {key: getattr(here, key) for key in kept}
    assert (apart.added, apart.refused) == (4000, 11)
    assert Record.objects.count() == 4000
    assert (here.added, here.read) == (4000, 4011)


def test_nearly_a_whole_piece_waits_in_the_pipe() -> None:
    with Apart(FORMATS["uniprot"]) as shop:
        assert fcntl.fcntl(shop._feed.fileno(), fcntl.F_GETPIPE_SZ) == BLOCK


def test_a_pipe_that_may_not_be_widened_serves_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(fcntl, "fcntl", refuse)
    assert ingest_apart(file(b"".join(MANY[:10]))).added == 10


def test_files_without_a_record_are_told_of() -> None:
    with leaves_no_trace(), pytest.raises(UnreadableRelease, match=r"second\.dat.*is empty"):
        ingest_apart(file(ALPHA), file(b"", "second.dat"))


def test_a_file_that_was_cut_off_is_told_of() -> None:
    cut_off = gzip.compress(b"".join(MANY))[:-9]
    with leaves_no_trace(), pytest.raises(UnreadableRelease, match="ends too early"):
        ingest_apart(file(cut_off))


def test_what_goes_wrong_with_a_file_after_its_last_byte_is_raised() -> None:
    @contextmanager
    def not_as_published() -> Iterator[BinaryIO]:
        yield io.BytesIO(ALPHA)
        raise LookupError("It is not as its publisher says.")

    with leaves_no_trace(), pytest.raises(LookupError, match="not as its publisher says"):
        ingest_apart(("sample.dat", not_as_published))


def test_a_file_that_cannot_be_opened_is_told_of() -> None:
    def away() -> BinaryIO:
        raise FileNotFoundError("gone")

    with leaves_no_trace(), pytest.raises(FileNotFoundError, match="gone"):
        ingest_apart(file(ALPHA), ("second.dat", away))


def test_a_killed_process_leaves_no_trace() -> None:
    with Apart(FORMATS["uniprot"]) as shop:

        def killed_meanwhile() -> BinaryIO:
            os.kill(shop.pid, signal.SIGKILL)
            return io.BytesIO(ALPHA)

        arrival = Arrival([("a.dat", killed_meanwhile)], shop)
        with leaves_no_trace(), pytest.raises(WorkshopGone, match="run this again"):
            ingest_release(
                actor=OPERATOR, organization="uniprot", source="apart", release="1",
                arrival=arrival,
            )  # fmt: skip
    assert ingest_apart(file(ALPHA)).added == 1
