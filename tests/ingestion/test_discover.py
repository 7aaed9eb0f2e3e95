"""What a publisher has and the registry lacks, told and brought in, on bad days too."""

import gzip
import json
from collections.abc import Callable
from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from apps.ingestion.queries import get_job, list_jobs, list_releases
from apps.versions.models import Version
from tests import builders
from tests.ingestion.fetching.publisher import Publisher
from tests.ingestion.fetching.tree import (
    COMPLETE,
    PREVIOUS,
    ROOT,
    metalink_of,
    packed,
    serve_archived,
    serve_current,
)
from tests.records import SEQUENCE, record

Discover = Callable[..., Any]
FILE = f"{COMPLETE}/uniprot_sprot.dat.gz"


@pytest.fixture
def publisher() -> Any:
    with Publisher().running() as running:
        serve_current(running, "2024_06", "27-Nov-2024")
        serve_archived(running, "2024_04", "2024_05")
        yield running


@pytest.fixture
def discover(committed: None, publisher: Publisher, settings: Any) -> Discover:
    """`discover uniprot …`: what it printed, read as JSON unless told otherwise."""
    settings.UNIPROT_URL = f"{publisher.address}{ROOT}/"
    builders.organization("uniprot")

    def run(*arguments: str, json_too: bool = True) -> Any:
        out, err = StringIO(), StringIO()
        more = ["--json"] if json_too else []
        with suppress(SystemExit):
            call_command("discover", "uniprot", *arguments, *more, stdout=out, stderr=err)
        return json.loads(out.getvalue().splitlines()[-1]) if json_too else out.getvalue()

    return run


def states(told: Any) -> dict[str, str]:
    return {each["name"]: each["state"] for each in told["releases"]}


def held() -> list[str]:
    return list_releases("uniprot", "swissprot")


def serve_large(publisher: Publisher, **manners: object) -> bytes:
    """A current release of some 6 MB with these manners; its bytes, packed but little."""
    plain = b"".join(
        record(f"Q{number:05}", sequence=SEQUENCE * 10 + "MAG"[: number % 4])
        for number in range(6000)
    )
    content = gzip.compress(plain, compresslevel=0)
    publisher.serve(FILE, content, **manners)
    listing = metalink_of({"uniprot_sprot.dat.gz": content}, version="2024_06")
    publisher.serve(f"{COMPLETE}/RELEASE.metalink", listing)
    return content


class TestTells:
    def test_what_is_there_and_what_is_missing_the_newest_first(self, discover: Discover) -> None:
        told = discover()
        assert list(told) == ["source", "address", "releases", "untold", "ingested"]
        assert states(told) == dict.fromkeys(["2024_06", "2024_05", "2024_04"], "missing")
        assert list(states(told)) == ["2024_06", "2024_05", "2024_04"]
        assert told["releases"][0]["date"] == "2024-11-27"
        assert told["releases"][0]["size"] == len(packed("2024_06"))
        assert (told["untold"], told["ingested"], held()) == ([], [], [])

    def test_what_is_held_and_what_came_too_late(self, discover: Discover) -> None:
        discover("--ingest", "missing", "--since", "2024_05")
        assert states(discover()) == {
            "2024_06": "held", "2024_05": "held", "2024_04": "too old",
        }  # fmt: skip
        assert "takes in none before its newest" in discover(json_too=False)

    def test_a_person_a_line_for_each(self, discover: Discover) -> None:
        lines = discover(json_too=False).splitlines()
        assert lines[0].split() == ["2024_06", "2024-11-27", "0.0", "MB", "missing"]
        assert len(lines) == 3

    def test_no_more_than_was_asked_for(self, discover: Discover) -> None:
        assert list(states(discover("--since", "2024_05"))) == ["2024_06", "2024_05"]

    def test_that_nothing_is_there(self, discover: Discover, publisher: Publisher) -> None:
        publisher.files.clear()
        told = discover()
        assert told["error"]["code"] == "ingest.unreadable"
        assert "no release is found there" in told["error"]["detail"]

    def test_a_name_that_no_release_has(self, discover: Discover) -> None:
        with pytest.raises(Exception, match="“June” is no release of UniProt"):
            discover("--since", "June")


class TestBringsIn:
    def test_the_latest_alone_with_its_date(self, discover: Discover) -> None:
        [report] = discover("--ingest", "latest")["ingested"]
        assert (report["release"], report["added"]) == ("2024_06", 3)
        version = Version.objects.get(source__slug="swissprot")
        assert str(version.release_date) == "2024-11-27"
        assert discover("--ingest", "latest")["ingested"] == []

    def test_all_that_are_missing_the_oldest_first_out_of_their_archives(
        self, discover: Discover
    ) -> None:
        told = discover("--ingest", "missing")
        assert held() == ["2024_04", "2024_05", "2024_06"]
        counts = [(each["added"], each["changed"]) for each in told["ingested"]]
        assert counts == [(3, 0), (0, 3), (0, 3)]
        assert discover("--ingest", "missing")["ingested"] == []

    def test_a_file_that_is_cut_off_again_and_again(
        self, discover: Discover, publisher: Publisher
    ) -> None:
        content = serve_large(publisher, cut_after=1_500_000)
        [report] = discover("--ingest", "latest")["ingested"]
        assert report["added"] == 6000
        assert len(publisher.asked_for(FILE)) > 2
        job = list_jobs().results[0]
        assert (job.status, job.bytes_read, job.bytes_total) == (
            "succeeded", len(content), len(content),
        )  # fmt: skip


class TestKeepsOut:
    """What is not as published: nothing of it is there, and the job has failed."""

    @pytest.mark.parametrize(
        "manners", [{"announced": 10}, {"announced": 9_999_999}], ids=["short", "long"]
    )
    def test_a_file_of_another_size(
        self, discover: Discover, publisher: Publisher, manners: dict[str, object]
    ) -> None:
        serve_large(publisher, **manners)
        self.require_refused(discover("--ingest", "latest"), "bytes were published")

    def test_a_file_whose_last_byte_is_another(
        self, discover: Discover, publisher: Publisher
    ) -> None:
        content = serve_large(publisher)
        publisher.serve(FILE, content[:-1] + bytes([content[-1] ^ 1]))
        self.require_refused(discover("--ingest", "latest"), "")

    def test_a_file_that_reads_well_and_is_not_what_its_publisher_made(
        self, discover: Discover, publisher: Publisher
    ) -> None:
        content = serve_large(publisher)
        other = gzip.decompress(content).replace(b"Signal", b"Plasma", 1)
        publisher.serve(FILE, gzip.compress(other, compresslevel=0))
        self.require_refused(discover("--ingest", "latest"), "its MD5 is")

    def test_an_older_archive_that_is_torn_and_what_comes_after_it(
        self, discover: Discover, publisher: Publisher
    ) -> None:
        folder = f"{PREVIOUS}/release-2024_05/knowledgebase"
        path = f"{folder}/uniprot_sprot-only2024_05.tar.gz"
        torn = publisher.files[path].content[:-30]
        publisher.serve(path, bytes(torn))
        publisher.serve(
            f"{folder}/RELEASE.metalink",
            metalink_of({"uniprot_sprot-only2024_05.tar.gz": bytes(torn)}, version="2024_05"),
        )
        told = discover("--ingest", "missing")
        assert told["error"]["code"] == "ingest.unreadable"
        assert held() == ["2024_04"]

    def require_refused(self, told: Any, why: str) -> None:
        assert told["error"]["code"] == "ingest.unreadable"
        assert why in told["error"]["detail"]
        assert held() == []
        job = get_job(list_jobs().results[0].id)
        assert (job.status, job.error) == ("failed", told["error"]["detail"])
