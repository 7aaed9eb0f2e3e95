"""The operators' doors, as an operator finds them: words for people, JSON for programs."""

import json
from pathlib import Path

import pytest

from tests.walkthroughs.conftest import Registry


def test_a_token_is_printed_alone(served: Registry) -> None:
    made = served.manage("create_token", "admin", "--scope", "read", "--expires", "90d")

    assert made.returncode == 0
    assert made.stdout.startswith("bdp_")
    assert len(made.stdout.split()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["create_token", "nobody", "--scope", "read"], "user.not_found"),
        (
            ["create_token", "admin", "--scope", "read", "--organization", "nowhere"],
            "organization.not_found",
        ),
        (["create_user", "admin", "--no-password"], "user.duplicate_username"),
        (["create_user", "no/slashes", "--no-password"], "user.invalid_username"),
        (["import_catalogue", "--bioversions", "/does/not/exist"], "ingest.unreadable"),
    ],
)
def test_a_refusal_is_one_sentence_for_people_and_json_for_programs(
    served: Registry, arguments: list[str], code: str
) -> None:
    refused = served.manage(*arguments, "--json")

    assert refused.returncode == 1
    assert json.loads(refused.stdout.splitlines()[-1])["error"]["code"] == code
    assert len(refused.stderr.strip().splitlines()) == 1, refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1, 2]", b"\xff\xfe", b'{"database": 5}', b"<html></html>"]
)
def test_a_broken_catalogue_changes_nothing(
    served: Registry, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "versions.json"
    file.write_bytes(content)

    refused = served.manage("import_catalogue", "--bioversions", str(file), "--json")

    assert refused.returncode == 1
    assert json.loads(refused.stdout.splitlines()[-1])["error"]["code"] == "ingest.unreadable"
    assert "Traceback" not in refused.stderr


def test_an_import_tells_what_it_did(served: Registry) -> None:
    done = served.manage("import_catalogue")

    assert done.returncode == 0, done.stderr
    assert "organizations: 0 added, 0 changed, 2," in done.stdout
    told = json.loads(served.manage("import_catalogue", "--json").stdout.splitlines()[-1])
    assert (told["added"], told["changed"]) == (0, 0)
    assert told["unchanged"] > 12_000
    assert told["left_out"] == []


def test_a_new_person_can_be_a_curator(served: Registry) -> None:
    done = served.manage("create_user", "mendel", "--group", "curator", "--no-password", "--json")

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1])["username"] == "mendel"


def test_a_person_for_whom_no_password_was_given_works_by_token(served: Registry) -> None:
    added = served.manage("create_user", "wallace")

    assert added.returncode == 0, added.stderr
    assert served.manage("create_token", "wallace", "--scope", "read").returncode == 0
    assert served.manage("set_password", "wallace").returncode == 1
