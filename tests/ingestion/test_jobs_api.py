"""Work under way over HTTP: how far it is, how it ended, and that its process died."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections

from apps.core.services import PRIMARY, services
from apps.ingestion import jobs
from apps.ingestion.errors import IngestBusy
from apps.ingestion.fetching import Web
from apps.ingestion.inputs import Input, Inputs
from apps.ingestion.jobs import INTERRUPTED, Outcome, job
from apps.ingestion.models import Job
from tests.checks import fields, refused
from tests.clients import Api


@contextmanager
def at_work(folder: Path, *, records: int = 0, size: int = 0) -> Iterator[Outcome]:
    """A job that has a file of 1,000 bytes to read, and has read so much of it."""
    path = folder / "release.dat"
    path.write_bytes(b"." * 1000)
    with Web() as web:
        inputs = Inputs([Input(str(path))], web)
        (_, opening), *_ = inputs.openings
        with job("ingest", "uniprot/swissprot 2026_01", inputs) as outcome, opening() as stream:
            inputs.progress.records = records
            stream.read(size)
            yield outcome


def only(api: Api) -> dict[str, Any]:
    (told,) = api.get("jobs").body["results"]
    assert api.get(f"jobs/{told['id']}").body == told
    return dict(told)


@pytest.fixture
def _silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """A job tells what it is asked, and not in between how far it is."""
    monkeypatch.setattr(jobs, "EVERY", 3600)


@pytest.mark.usefixtures("committed", "_silent")
class TestAJob:
    def test_shows_how_far_it_is_while_it_runs(self, tmp_path: Path) -> None:
        with at_work(tmp_path):
            told = only(Api())
            assert (told["kind"], told["subject_label"]) == ("ingest", "uniprot/swissprot 2026_01")
            assert (told["status"], told["bytes_total"]) == ("running", 1000)
            assert (told["finished_at"], told["error"], told["outcome"]) == (None, None, None)

    def test_is_kept_by_nobody_while_it_moves(self, tmp_path: Path) -> None:
        with at_work(tmp_path):
            for path in ("jobs", f"jobs/{only(Api())['id']}"):
                assert Api().get(path).headers["Cache-Control"] == "no-cache"

    def test_shows_what_came_of_it(self, tmp_path: Path) -> None:
        with at_work(tmp_path, records=7, size=1000) as outcome:
            outcome.told = {"added": 7}
        told = only(Api())
        assert (told["status"], told["outcome"]) == ("succeeded", {"added": 7})
        assert (told["records"], told["bytes_read"]) == (7, 1000)
        assert told["finished_at"] is not None

    def test_shows_why_it_failed(self, tmp_path: Path) -> None:
        with pytest.raises(IngestBusy), at_work(tmp_path):
            raise IngestBusy(organization="uniprot")
        told = only(Api())
        assert (told["status"], told["error"]) == (
            "failed",
            str(IngestBusy(organization="uniprot")),
        )

    def test_is_failed_if_its_process_died(self) -> None:
        now = services.clock.now()
        Job.objects.create(kind="ingest", subject_label="x", started_at=now, heard_from_at=now)
        told = only(Api())
        assert (told["status"], told["error"]) == ("failed", INTERRUPTED)
        connections[PRIMARY].close()

    def test_is_not_there_under_another_id(self) -> None:
        refused(Api().get(f"jobs/{uuid4()}"), 404, "request.not_found")
        refused(Api().get("jobs/nothing"), 404, "request.not_found")


def test_the_list_refuses_what_it_does_not_know(stranger: Api) -> None:
    refused(stranger.get("jobs", status="failed"), 400, "request.unknown_parameter")
    answer = stranger.get("jobs", limit="0")
    refused(answer, 400, "request.invalid")
    assert fields(answer) == ["limit"]
