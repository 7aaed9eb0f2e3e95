"""Each release once by its name, odd ones too; what is no name is left out and told."""

from datetime import date
from typing import Any

import pytest

from apps.ingestion.catalogue import Reason, Release
from tests.ingestion.catalogue.bioversions.conftest import Read, names, reasons
from tests.ingestion.catalogue.conftest import by_slug, entry, release

UUID = "0190b0a5-6f7e-7cc3-98c4-dc0c0c07398f"


def test_one_name_is_one_release_with_its_earliest_days(read: Read) -> None:
    catalogue = read(
        entry("go", release("1", "2024-03-03"), release("1", "2024-05-05", date="2024-02-02")),
        entry("GO", release(" 1 ", "2024-04-04", date="2024-02-03"), release("1", None)),
    )

    assert catalogue.left_out == ()
    assert by_slug(catalogue)["go"].releases == (
        Release(external_version="1", release_date=date(2024, 2, 2), seen_on=date(2024, 3, 3)),
    )


def test_names_that_differ_in_case_are_two_releases(read: Read) -> None:
    assert names(read(entry("go", release("rc1"), release("RC1")))) == ["rc1", "RC1"]


@pytest.mark.parametrize(
    "version",
    [
        "2021/09",
        "a/b",
        "Found<-title>",
        "$Revision$",
        "daily",
        "1.0 (beta)",
        "日本",
        "x" * 64,
        "Latest",
        "1.0.0",
        "..",
    ],
)
def test_an_odd_name_stays(read: Read, version: str) -> None:
    catalogue = read(entry("go", release(version)))

    assert names(catalogue) == [version]
    assert catalogue.left_out == ()


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("", Reason.EMPTY),
        (" \n\t", Reason.EMPTY),
        ("x" * 65, Reason.TOO_LONG),
        ("<!DOCTYPE html><html>…", Reason.WEB_PAGE),
        ("<html>" + "x" * 900, Reason.WEB_PAGE),
        (' <?xml version="1.0"?>', Reason.WEB_PAGE),
        ("1\n2", Reason.UNPRINTABLE),
        ("1\x002", Reason.UNPRINTABLE),
        ("1\ud8002", Reason.UNPRINTABLE),
        ("1\u200b2", Reason.UNPRINTABLE),
        ("latest", Reason.RESERVED_VERSION),
        ("\nlatest ", Reason.RESERVED_VERSION),
        (UUID, Reason.ID_SHAPED_VERSION),
        (5, Reason.NOT_A_RELEASE),
        (None, Reason.NOT_A_RELEASE),
        (["1"], Reason.NOT_A_RELEASE),
    ],
)
def test_junk_is_left_out_and_told(read: Read, version: object, reason: Reason) -> None:
    catalogue = read(entry("go", release(version), release("1")))

    assert names(catalogue) == ["1"]
    (left,) = catalogue.left_out
    assert (left.database, left.reason) == ("go", reason)
    assert left.text.isprintable()
    assert len(left.text) <= 80


@pytest.mark.parametrize("junk", [None, 5, "1", ["1"], {}])
def test_a_release_of_another_shape_is_left_out_and_told(read: Read, junk: Any) -> None:
    catalogue = read(entry("go", junk, release("1")))

    assert names(catalogue) == ["1"]
    assert reasons(catalogue) == [Reason.NOT_A_RELEASE]
