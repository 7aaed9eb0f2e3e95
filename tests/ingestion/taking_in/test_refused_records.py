"""What cannot be read is told, and refuses the release if it is too much."""

import pytest

from apps.ingestion.errors import (
    TooManyRefused,
    UnreadableRelease,
)
from apps.sources.models import Source
from tests import builders
from tests.conftest import leaves_no_trace
from tests.ingestion.taking_in.conftest import ALPHA, BETA
from tests.records import record
from tests.releases import ingest

ODD = b"ID   ODD_ONE   Reviewed;   3 AA.\nAC   P00009;\nSQ   SEQUENCE   3 AA;\n     MK\n//\n"


class TestWhatCannotBeRead:
    def test_is_refused_by_file_line_accession_and_reason_and_the_rest_goes_in(self) -> None:
        report = ingest(ALPHA, ODD, BETA, most_refused=50)
        assert (report.read, report.added, report.refused) == (3, 2, 1)
        (told,) = report.refusals
        assert (told.file, told.accession) == ("sample.dat", "P00009")
        assert told.line == ALPHA.count(b"\n") + 1
        assert "2 residues" in told.reason

    def test_refuses_the_release_if_it_is_too_much(self) -> None:
        with leaves_no_trace(), pytest.raises(TooManyRefused, match=r"1 of 3 records"):
            ingest(ALPHA, ODD, BETA)
        assert not Source.objects.filter(slug="swissprot").exists()

    def test_refuses_the_release_if_it_is_everything(self) -> None:
        with leaves_no_trace(), pytest.raises(TooManyRefused):
            ingest(ODD, most_refused=100)

    def test_is_told_again_when_the_same_release_comes_again(self) -> None:
        first = ingest(ALPHA, ODD, BETA, most_refused=50)
        with leaves_no_trace():
            again = ingest(ALPHA, ODD, BETA, most_refused=50)
        assert (again.read, again.unchanged, again.refused) == (3, 2, 1)
        assert again.refusals == first.refusals

    def test_does_not_hide_that_a_protein_went(self) -> None:
        ingest(ALPHA, record("P00009"))
        report = ingest(ALPHA, ODD, release="2026_02", most_refused=50)
        assert (report.unchanged, report.refused, report.removed) == (1, 1, 1)

    def test_an_accession_twice_is_refused_once(self) -> None:
        report = ingest(ALPHA, record("P00001", keyword="Again"), most_refused=50)
        assert (report.added, report.refused) == (1, 1)
        assert "came before" in report.refusals[0].reason

    def test_an_accession_that_names_something_else_is_refused(self) -> None:
        builders.source("P00001")
        report = ingest(ALPHA, BETA, most_refused=50)
        assert (report.added, report.refused) == (1, 1)

    @pytest.mark.parametrize("content", [b"", b"noise", b"\x1f\x8b\x08\x00cut"])
    def test_an_unreadable_file_is_told_by_its_name(self, content: bytes) -> None:
        with leaves_no_trace(), pytest.raises(UnreadableRelease, match=r"^sample\.dat: It"):
            ingest(content)
