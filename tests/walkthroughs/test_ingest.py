"""Releases through the operators' own door: what it takes, what it refuses, and in which words."""

import gzip
import json
import os
import random
import signal
import subprocess
from pathlib import Path
from time import monotonic

import httpx
import pytest

from tests.records import record
from tests.walkthroughs.conftest import Registry
from tests.walkthroughs.ingesting import MIB, held, ingest, job, many

ALPHA, BETA = record("P00001"), record("P00002", gene="SAMP2")
SECOND = ALPHA.count(b"\n") + 1  # the line on which a second record begins
KEYS = [
    "source", "release", "version", "read", "added", "changed", "unchanged", "removed",
    "refused", "refusals", "seconds", "bytes",
]  # fmt: skip


def repeated(block: bytes, times: int) -> bytes:
    """A gzip file of a thousandth of what is in it."""
    return gzip.compress(block, compresslevel=1) * times


@pytest.fixture(scope="module")
def swissprot(served: Registry, tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """The registry, in which `uniprot/swissprot` has a first release."""
    path = tmp_path_factory.mktemp("first") / "first.dat"
    path.write_bytes(ALPHA + BETA)
    assert ingest(served, path, release="2026_01").told["added"] == 2
    return served


def test_a_report_is_exactly_what_was_promised(served: Registry, tmp_path: Path) -> None:
    broken = record("P00004").replace(b"AC   P00004;\n", b"AC   ;\n")
    first, second = tmp_path / "one.dat", tmp_path / "two.dat.gz"
    first.write_bytes(ALPHA + broken)
    second.write_bytes(gzip.compress(BETA))

    done = ingest(
        served, first, second, release="1", source="uniprot/reported",
        more=["--max-refused", "50", "--date", "2026-01-28"],
    )  # fmt: skip

    assert list(done.told) == KEYS
    assert (done.told["source"], done.told["release"]) == ("uniprot/reported", "1")
    assert (done.told["read"], done.told["added"], done.told["refused"]) == (3, 2, 1)
    [refused] = done.told["refusals"]
    assert list(refused) == ["file", "line", "accession", "reason"]
    assert (refused["file"], refused["line"]) == (str(first), SECOND)
    assert done.told["bytes"] == len(ALPHA + broken + BETA)


def test_a_person_reads_counts_refusals_and_where_the_changes_are(
    served: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "one.dat"
    path.write_bytes(ALPHA + ALPHA)

    done = served.manage(
        "ingest", "uniprot", str(path), "--source", "uniprot/read", "--release", "1",
        "--max-refused", "50",
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert "added: 1" in done.stdout
    assert f"{path}, line {SECOND} (P00001): its accession came" in done.stdout
    [address] = [word for word in done.stdout.split() if word.startswith("/api/v1/")]
    changes = httpx.get(served.address + address).json()["results"]
    assert [change["source"] for change in changes] == ["uniprot/P00001"]


class TestIsRefusedInOneSentence:
    @pytest.mark.parametrize(
        ("name", "content", "why"),
        [
            ("empty.dat", b"", "It is empty."),
            ("cut.dat.gz", gzip.compress(ALPHA)[:-20], "the file was cut off"),
            ("noise.dat", random.Random(7).randbytes(MIB), "It is no"),
            ("wide.dat", ALPHA.decode().encode("utf-16"), "It is UTF-16"),
            ("zeros.gz", repeated(bytes(MIB), 1024), "there is a NUL at byte 1"),
            ("blanks.gz", repeated(b" " * MIB, 1024), "It is no flat file of UniProt"),
            (
                "endless.gz",
                gzip.compress(ALPHA[:-3]) + repeated(b" " * MIB, 1024),
                "without an end",
            ),
        ],
        ids=lambda value: value if isinstance(value, str) and "." in value else "",
    )
    def test_a_file_that_is_no_release_in_little_memory(
        self, swissprot: Registry, tmp_path: Path, name: str, content: bytes, why: str
    ) -> None:
        path = tmp_path / name
        path.write_bytes(content)

        refused = ingest(swissprot, path, release="2026_02")

        code, sentence = refused.refusal
        assert code == "ingest.unreadable"
        assert str(path) in sentence
        assert why in sentence
        assert refused.peak < 300 * MIB
        assert refused.seconds < 30

    def test_a_line_of_two_gigabytes(self, swissprot: Registry) -> None:
        script = (
            "import sys; w = sys.stdout.buffer.write; w(b'ID   X')\n"
            "for _ in range(2048): w(b'A' * (1 << 20))"
        )
        with subprocess.Popen(
            ["python3", "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        ) as line:
            refused = ingest(swissprot, "-", release="2026_02", stdin=line.stdout)
            assert line.stdout is not None
            line.stdout.close()

        code, sentence = refused.refusal
        assert code == "ingest.unreadable"
        assert sentence.startswith("standard input: The record at line 1 goes on for more than")
        assert refused.peak < 300 * MIB
        assert refused.seconds < 30

    @pytest.mark.parametrize("path", ["/does/not/exist", "/", "ftp://ftp.example.org/x", "http://"])
    def test_a_path_that_is_none(self, swissprot: Registry, path: str) -> None:
        refused = ingest(swissprot, path, release="2026_02")

        code, sentence = refused.refusal
        assert code == "ingest.unreadable"
        assert sentence.startswith(f"“{path}” cannot be read: ")

    @pytest.mark.parametrize(
        ("arguments", "named"),
        [
            ({"form": "embl"}, "choose from"),
            ({"source": "uniprot"}, "“uniprot” is no source"),
            ({"source": "uniprot/"}, "is no source"),
            ({"more": ["--date", "2026-02-30"]}, "“2026-02-30” is no day"),
            ({"more": ["--max-refused", "101"]}, "a number from 0 to 100"),
            ({"more": ["--max-refused", "nan"]}, "a number from 0 to 100"),
            ({"more": ["--quietly"]}, "unrecognized arguments: --quietly"),
        ],
        ids=str,
    )
    def test_an_argument_that_is_none(
        self, swissprot: Registry, arguments: dict[str, object], named: str
    ) -> None:
        refused = ingest(swissprot, "-", release="2026_02", **arguments)

        code, sentence = refused.refusal
        assert code == "request.invalid"
        assert named in sentence
        assert "manage.py ingest --help" in sentence

    @pytest.mark.parametrize("name", ["", " ", "2026\n02", "x" * 65])
    def test_a_name_that_no_release_may_have(self, swissprot: Registry, name: str) -> None:
        code, sentence = ingest(swissprot, "-", release=name).refusal
        assert code == "request.invalid"
        assert "1 to 64 printable characters" in sentence

    def test_an_organization_that_nobody_knows(self, swissprot: Registry, tmp_path: Path) -> None:
        path = tmp_path / "a.dat"
        path.write_bytes(ALPHA)
        refused = ingest(swissprot, path, release="2026_02", source="nobody/x")
        assert refused.refusal == (
            "organization.not_found", "There is no organization “nobody”.",
        )  # fmt: skip

    def test_one_accession_twice_if_no_more_is_borne(
        self, swissprot: Registry, tmp_path: Path
    ) -> None:
        path = tmp_path / "twice.dat"
        path.write_bytes(ALPHA + ALPHA)
        code, sentence = ingest(swissprot, path, release="2026_02").refusal
        assert code == "ingest.too_many_refused"
        assert f"line {SECOND}: its accession came before" in sentence

    def test_a_release_older_than_the_newest(self, swissprot: Registry, tmp_path: Path) -> None:
        path = tmp_path / "old.dat"
        path.write_bytes(ALPHA)
        code, sentence = ingest(swissprot, path, release="2025_04").refusal
        assert code == "ingest.out_of_order"
        assert "“2025_04” is older than “2026_01”" in sentence

    def test_other_bytes_under_a_name_that_is_taken(
        self, swissprot: Registry, tmp_path: Path
    ) -> None:
        path = tmp_path / "other.dat"
        path.write_bytes(ALPHA)
        code, _ = ingest(swissprot, path, release="2026_01").refusal
        assert code == "ingest.already_ingested"


def test_the_same_bytes_again_change_nothing(swissprot: Registry, tmp_path: Path) -> None:
    path = tmp_path / "same.dat"
    path.write_bytes(ALPHA + BETA)
    done = ingest(swissprot, path, release="2026_01")
    assert done.status == 0
    assert (done.told["unchanged"], done.told["added"], done.told["changed"]) == (2, 0, 0)


def test_of_two_ingesters_at_once_the_second_is_refused_and_the_first_goes_on(
    swissprot: Registry, tmp_path: Path
) -> None:
    path = tmp_path / "a.dat"
    path.write_bytes(ALPHA)
    with held(swissprot, many(9000), release="2026_03") as first:
        working = job(swissprot, "2026_03", after=0)
        assert (working["status"], working["bytes_total"]) == ("running", None)
        assert working["bytes_read"] > 4 * MIB

        second = ingest(swissprot, path, release="2026_04")
        assert second.refusal[0] == "ingest.busy"

        assert first.stdin is not None
        first.stdin.write(many(3000, "O"))
        assert job(swissprot, "2026_03", after=working["records"])["status"] == "running"
        out, err = first.communicate(timeout=60)
    assert first.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["added"] == 12000
    ended = job(swissprot, "2026_03")
    assert (ended["status"], ended["records"], ended["error"]) == ("succeeded", 12000, None)
    assert ended["outcome"]["added"] == 12000


def test_ctrl_c_says_one_sentence_and_leaves_nothing(swissprot: Registry) -> None:
    with held(swissprot, many(9000, "A"), release="2027_01") as running:
        job(swissprot, "2027_01", after=0)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=15)
    assert (running.returncode, out) == (130, b"")
    assert err.decode().splitlines()[-1] == "Interrupted: what was not finished was undone."
    assert b"Traceback" not in err
    ended = job(swissprot, "2027_01")
    assert (ended["status"], ended["outcome"]) == ("failed", None)
    assert "stopped it" in ended["error"]
    gone = httpx.get(f"{swissprot.address}/api/v1/sources/uniprot/swissprot/versions/2027_01")
    assert gone.status_code == 404


def test_a_killed_ingest_shows_as_failed_at_once(swissprot: Registry) -> None:
    with held(swissprot, many(9000, "A"), release="2027_02") as running:
        working = job(swissprot, "2027_02", after=0)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        address = f"{swissprot.address}/api/v1/jobs/{working['id']}"
        at_most = monotonic() + 20  # PostgreSQL has to see it too
        while (ended := httpx.get(address).json())["status"] == "running":
            assert monotonic() < at_most
    assert ended["status"] == "failed"
    assert "ended before its work was done" in ended["error"]
