"""A file is read whole, or refused in one sentence that says what is wrong with it."""

import json
import os
import re
from pathlib import Path

import pytest

from apps.core.errors import Invalid
from apps.ingestion.catalogue import UnreadableCatalogue
from apps.ingestion.catalogue.documents import read_document
from tests.ingestion.catalogue.conftest import WriteFile


def refusal_of(path: Path) -> str:
    with pytest.raises(UnreadableCatalogue) as caught:
        read_document(path)
    return str(caught.value)


def test_a_whole_file_is_its_object_and_a_fingerprint_of_its_bytes(file_of: WriteFile) -> None:
    document = read_document(file_of(b'{"a": {"b": [1, 2.5, null, true, "\xc3\xa9"]}}'))

    assert document.content == {"a": {"b": [1, 2.5, None, True, "é"]}}
    assert document.sha256 == "fea3300d257033bc0f4d5e82896e495baa487a03f90024d99eff391bc4dce51a"


def test_a_byte_order_mark_is_no_offence(file_of: WriteFile) -> None:
    assert read_document(file_of(b'\xef\xbb\xbf{"a": 1}')).content == {"a": 1}


def test_a_refusal_is_invalid_input_under_the_promised_code(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        read_document(tmp_path / "nowhere.json")

    assert caught.value.code == "ingest.unreadable"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "it is empty"),
        (b" \n\t", "it is empty"),
        (b"[]", "it holds a list instead of an object"),
        (b"3", "it holds a number instead of an object"),
        (b"2.5", "it holds a number instead of an object"),
        (b'"text"', "it holds a text instead of an object"),
        (b"null", "it holds null instead of an object"),
        (b"true", "it holds a truth value instead of an object"),
        (b'{"a": "\xff"}', "it is not UTF-8 text at byte 7"),
        ('{"a": 1}'.encode("utf-16"), "it is not UTF-8 text at byte 0"),
        (b'{"a": NaN}', "it holds NaN, which is no JSON"),
        (b'{"a": [-Infinity]}', "it holds -Infinity, which is no JSON"),
        (b'{"a": {"c": 2, "b": 1, "b": 3}}', "the key “b” stands twice in one object"),
        (b'{"a": ' + b"9" * 5000 + b"}", "it holds a number with thousands of digits"),
        (b'{"a": ' + b"[" * 100_000, "it is nested too deeply"),
        (b'{"a":' * 100_000, "it is nested too deeply"),
        (
            b'{"a": {"name": "Uni',
            "it is cut off or no JSON: unterminated string starting at at character 15 of 19",
        ),
        (b'{"a": 1} {}', "it is cut off or no JSON: extra data at character 9 of 11"),
        (b'{"a": 1', "it is cut off or no JSON: expecting ',' delimiter at character 7 of 7"),
        (b"<html>", "it is cut off or no JSON: expecting value at character 0 of 6"),
    ],
)
def test_what_is_wrong_is_said(file_of: WriteFile, content: bytes, reason: str) -> None:
    path = file_of(content)

    assert refusal_of(path) == f"“{path}” cannot be imported: {reason}."


def test_a_file_cut_off_anywhere_is_refused(file_of: WriteFile) -> None:
    whole = json.dumps({"é": {"name": "a\\b", "list": [1, -2.5e3, True, None]}}, ensure_ascii=False)
    raw = whole.encode()

    for length in range(len(raw)):
        assert re.search("is empty|is cut off|not UTF-8", refusal_of(file_of(raw[:length])))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path / "nowhere.json").endswith("there is no such file.")
    assert refusal_of(tmp_path / "nul\0.json").endswith("there is no such file.")


def test_a_file_is_no_folder_of_another(file_of: WriteFile) -> None:
    assert refusal_of(file_of({}) / "within.json").endswith("there is no such file.")


def test_a_directory_is_told(tmp_path: Path) -> None:
    assert refusal_of(tmp_path) == f"“{tmp_path}” cannot be imported: it is a directory."


def test_a_pipe_is_told_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    assert refusal_of(tmp_path / "pipe").endswith("it is not a regular file.")


def test_a_file_that_may_not_be_read_is_told(
    file_of: WriteFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def deny(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", deny)

    assert refusal_of(file_of({})).endswith("it cannot be read (Permission denied).")


def test_a_file_of_absurd_size_is_not_loaded(file_of: WriteFile) -> None:
    path = file_of(b"{")
    os.truncate(path, 256 * 1024 * 1024 + 1)

    assert refusal_of(path).endswith("it is larger than 256 MiB, which no catalogue is.")


def test_a_long_path_is_named_in_full(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 200) / ("y" * 200)

    assert refusal_of(path).startswith(f"“{path}” cannot")


def test_a_refusal_is_one_printable_line_whatever_the_file_is_called(tmp_path: Path) -> None:
    refusal = refusal_of(tmp_path / "a\nb\x1b[31m\udcff.json")

    assert refusal.isprintable()
    assert refusal.encode()
