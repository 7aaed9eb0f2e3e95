"""What the operators' door adds to an ingest: progress, a job, and words."""

import gzip
from dataclasses import replace
from datetime import date
from io import StringIO
from pathlib import Path
from time import sleep

import pytest

from apps.biology.queries import get_record
from apps.ingestion import jobs, operating
from apps.ingestion.dtos import JobDetail
from apps.ingestion.errors import UnreadableRelease
from apps.ingestion.fetching import Expected, NotAsPublished, Unfetchable, Web
from apps.ingestion.fetching.sources import BUFFER
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.inputs import Input, Inputs
from apps.ingestion.operating import Order, promised, spoken, take_in
from apps.ingestion.queries import list_jobs
from apps.ingestion.telling import line, told
from apps.versions.models import Version
from tests import builders
from tests.clients import Api
from tests.ingestion.fetching.publisher import Publisher
from tests.records import record
from tests.releases import ingest

ALPHA, BETA = record("P00001"), record("P00002", gene="SAMP2")
ORDER = Order(format="uniprot", organization="uniprot", slug="swissprot", release="2026_01")


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def read(inputs: Inputs) -> list[bytes]:
    """Every record, as an ingest reads them."""
    found = []
    for _, opening in inputs.openings:
        with opening() as stream:
            for _, text in FORMATS["uniprot"].records(stream):
                inputs.progress.records += 1
                inputs.progress.size += len(text)
                found.append(text)
    return found


def newest_job() -> JobDetail:
    return list_jobs().results[0]


class TestInputs:
    def test_several_files_count_as_one_in_order(self, tmp_path: Path) -> None:
        one, two = tmp_path / "one.dat", tmp_path / "two"
        one.write_bytes(ALPHA)
        two.write_bytes(gzip.compress(BETA))
        inputs = Inputs([Input(str(one)), Input(str(two))], Web())
        assert (inputs.received, inputs.total) == (0, len(ALPHA) + two.stat().st_size)
        assert read(inputs) == [ALPHA, BETA]
        assert (inputs.received, inputs.records) == (inputs.total, 2)

    def test_an_address_has_a_size_once_its_server_has_answered(self) -> None:
        with Publisher().running() as publisher, Web() as web:
            inputs = Inputs([Input(publisher.serve("/one.dat", ALPHA))], web)
            before = inputs.total
            read(inputs)
        assert before is None
        assert [inputs.received, inputs.total] == [len(ALPHA), len(ALPHA)]

    def test_a_file_that_is_not_there_is_told_before_anything_begins(self, tmp_path: Path) -> None:
        with pytest.raises(Unfetchable, match="there is no such file"):
            Inputs([Input(str(tmp_path / "gone"))], Web())


class TestProgress:
    @pytest.fixture
    def inputs(self, tmp_path: Path) -> Inputs:
        path = tmp_path / "one.dat"
        path.write_bytes(bytes(4 * BUFFER))
        return Inputs([Input(str(path))], Web())

    def test_tells_records_rate_and_what_is_left(self, inputs: Inputs) -> None:
        inputs.progress.records, inputs.progress.size = 1234, 50_000_000
        [(_, opening)] = inputs.openings
        with opening():
            assert line(inputs, 20.0) == "1,234 records, 2 MB/s, 25 %, 1:00 left"

    def test_tells_that_all_was_read(self, inputs: Inputs) -> None:
        [(_, opening)] = inputs.openings
        with opening():
            pass
        assert line(inputs, 1.0).endswith("all read: comparing and publishing")

    def test_renews_its_line_at_a_terminal_and_leaves_none(self, inputs: Inputs) -> None:
        out = Terminal()
        with told(inputs, out):
            sleep(0.5)
        *lines, last = out.getvalue().split("\r\x1b[K")
        assert lines[1].startswith("0 records")
        assert last == ""

    def test_is_silent_elsewhere_while_it_is_quick(self, inputs: Inputs) -> None:
        out = StringIO()
        with told(inputs, out):
            sleep(0.3)
        assert out.getvalue() == ""


class TestJob:
    @pytest.fixture
    def file(self, committed: None, tmp_path: Path) -> Input:
        builders.organization("uniprot")
        path = tmp_path / "one.dat"
        path.write_bytes(ALPHA + BETA)
        return Input(str(path))

    def test_ends_with_what_came_of_it(self, file: Input) -> None:
        report = take_in(ORDER, [file], Web(), StringIO())
        job = newest_job()
        size = len(ALPHA + BETA)
        assert (job.status, job.records, job.bytes_read, job.bytes_total) == (
            "succeeded", 2, size, size,
        )  # fmt: skip
        assert job.outcome is not None
        assert job.outcome["version"] == report.version

    def test_tells_its_operator_that_a_day_is_not_kept(self, file: Input) -> None:
        undated, day = StringIO(), date(2026, 2, 1)
        take_in(ORDER, [file], Web(), undated)
        assert undated.getvalue() == ""

        for _ in ("the next release", "the same again"):
            out = StringIO()
            later = replace(ORDER, release="2026_02", day=day)
            assert take_in(later, [file], Web(), out).release_date is None
            assert "@1.0.1 counts from its ingest and not from 2026-02-01: " in out.getvalue()

    def test_says_nothing_of_a_day_that_is_kept(self, file: Input) -> None:
        out, day = StringIO(), date(2026, 2, 1)
        report = take_in(replace(ORDER, day=day), [file], Web(), out)
        assert (report.release_date, out.getvalue()) == (day, "")

        take_in(replace(ORDER, day=date(2026, 1, 1)), [file], Web(), out)
        assert "@1.0.0 keeps its 2026-02-01 and not 2026-01-01: " in out.getvalue()

    def test_tells_a_refusal_as_its_operator_reads_it(self, file: Input) -> None:
        with Publisher().running() as publisher, Web() as web:
            served = Input(publisher.serve("/x.dat", ALPHA), Expected(size=len(ALPHA) - 1))
            with pytest.raises(NotAsPublished) as refusal:
                take_in(ORDER, [served], web, StringIO())
        job = newest_job()
        assert (job.status, job.error) == ("failed", str(refusal.value))
        assert not Version.objects.filter(external_version="2026_01").exists()

    def test_tells_nobody_else_where_the_files_of_a_refusal_lie(self, file: Input) -> None:
        Path(file.path).write_bytes(b"noise")
        with pytest.raises(UnreadableRelease) as refusal:
            take_in(ORDER, [file], Web(), StringIO())
        told = Api().get("jobs").body["results"][0]["error"]
        assert str(refusal.value) == told.replace("one.dat", file.path)
        assert told.startswith("one.dat: It ")

    def test_tells_nobody_else_where_a_refused_record_lies(self, file: Input) -> None:
        Path(file.path).write_bytes(ALPHA + BETA + ALPHA)
        report = take_in(replace(ORDER, most_refused=50), [file], Web(), StringIO())
        assert report.refusals[0].file == file.path
        (job,) = Api().get("jobs").body["results"]
        trail = Api().get("sources/uniprot/swissprot/versions/2026_01/audit").body["results"]
        (after,) = (r["metadata"]["after"] for r in trail if r["action"] == "ingest_release")
        assert job["outcome"]["refusals"] == after["refusals"]
        assert after["refusals"][0]["file"] == "one.dat"

    @pytest.mark.parametrize(
        ("failure", "said"),
        [(KeyboardInterrupt(), jobs.STOPPED), (ZeroDivisionError("secret"), jobs.BROKEN)],
    )
    def test_tells_no_secret_of_what_else_ended_it(
        self, file: Input, failure: BaseException, said: str
    ) -> None:
        with pytest.raises(type(failure)), jobs.job("ingest", "x", Inputs([file], Web())):
            raise failure
        assert (newest_job().status, newest_job().error) == ("failed", said)


class TestReport:
    @pytest.fixture(autouse=True)
    def uniprot(self, db: None) -> None:
        builders.organization("uniprot")

    def test_has_the_promised_keys_alone(self) -> None:
        assert list(promised(ingest(ALPHA))) == [
            "source", "release", "version", "read", "added", "changed", "unchanged", "removed",
            "refused", "refusals", "seconds", "bytes",
        ]  # fmt: skip

    def test_shows_a_person_no_more_than_the_first_refusals(self) -> None:
        report = promised(ingest(*[ALPHA] * 14, most_refused=99))
        shown = spoken(report).splitlines()
        assert "refused: 13" in shown[6]
        assert sum("its accession came before" in each for each in shown) == operating.MOST_SHOWN
        assert "… and 3 more" in shown[-2]


def test_a_file_with_the_line_ends_of_windows_is_kept_as_it_is(db: None) -> None:
    builders.organization("uniprot")
    windows = ALPHA.replace(b"\n", b"\r\n")
    report = ingest(windows, BETA.replace(b"\n", b"\r\n"))
    assert (report.added, report.refused) == (2, 0)
    version = Version.objects.get(source__slug="P00001")
    assert get_record(version.id) == ("dat", windows)
