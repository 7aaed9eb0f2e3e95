"""The licences of a lock for people: a table, and what to look at first."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from tests import builders

LICENCES = {"drugs": "CC-BY-NC-4.0", "genes": "MIT", "mine": None, "words": "other"}


@pytest.fixture(autouse=True)
def _lab(db: None) -> None:
    builders.organization("lab")
    for slug, licence in LICENCES.items():
        builders.source(slug, of="lab", license=licence)
        builders.release("1", of=f"lab/{slug}", on="2026-01-01")


def _printed(tmp_path: Path, capsys: Any, *slugs: str) -> list[str]:
    pins = {f"lab:{slug}@1": {"resolved": f"lab:{slug}@1.0.0"} for slug in slugs}
    file = tmp_path / "bdl.lock"
    file.write_text(json.dumps({"lockfile_version": 1, "sources": pins}))
    call_command("licenses", str(file))
    lines: list[str] = capsys.readouterr().out.splitlines()
    return lines


def test_each_licence_has_a_row_and_each_flag_its_ways(tmp_path: Path, capsys: Any) -> None:
    assert _printed(tmp_path, capsys, *LICENCES) == [
        "licence       forbids         asks for        versions  brought by",
        "CC-BY-NC-4.0  commercial use  attribution     1         lab:drugs@1 → lab:drugs@1.0.0",
        "MIT           nothing         attribution     1         lab:genes@1 → lab:genes@1.0.0",
        "other         not known here  not known here  1         lab:words@1 → lab:words@1.0.0",
        "none told     not known here  not known here  1         lab:mine@1 → lab:mine@1.0.0",
        "",
        "CC-BY-NC-4.0 forbids commercial use:",
        "  lab:drugs@1 → lab:drugs@1.0.0",
        "",
        "Of what is not known, nothing is claimed: ask the publisher.",
    ]


def test_where_all_is_free_nothing_stands_below_the_table(tmp_path: Path, capsys: Any) -> None:
    assert len(_printed(tmp_path, capsys, "genes")) == 2


def test_a_lock_of_nothing_is_told_in_a_sentence(tmp_path: Path, capsys: Any) -> None:
    assert _printed(tmp_path, capsys) == ["This lock pins nothing."]
