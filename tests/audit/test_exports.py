"""The trail taken along: all of what was asked for, signed, provable, and noted in the trail."""

import base64
import csv
import hashlib
import io
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management import call_command

from apps.audit.models import AuditLog, Head, Leaf
from apps.core.actor import Actor
from tests.audit.trail import ADA, by_hand, write

pytestmark = pytest.mark.usefixtures("committed")
EVIL = Actor(request_id=ADA.request_id, label="'=cmd|' /C calc'!A0", user_agent="-1+1\n@x")


def _run(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """What the command writes to standard output, byte for byte, and that it went well."""
    capsys.readouterr()
    call_command("audit", *arguments)
    return capsys.readouterr().out


def _lines(text: str) -> list[dict[str, Any]]:
    return [orjson.loads(line) for line in text.splitlines()]


def _checked(capsys: pytest.CaptureFixture[str], file: Path) -> dict[str, Any]:
    capsys.readouterr()
    with suppress(SystemExit):
        call_command("audit", "check-export", str(file), "--json")
    told: dict[str, Any] = orjson.loads(capsys.readouterr().out.splitlines()[-1])
    return told


def test_every_row_is_there_with_its_leaf_and_the_heads_that_cover_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(5)
    first, *rows, summary, signature = _lines(_run(capsys, "export"))
    assert (first["kind"], first["format"]) == ("export", "bdp-audit-export-1")
    leaves = dict(Leaf.objects.values_list("audit_id", "leaf_index"))
    assert [(row["kind"], row["leaf_index"]) for row in rows] == [("row", n) for n in range(5)]
    for row in rows:
        stored = AuditLog.objects.get(id=row["id"])
        assert leaves[stored.id] == row["leaf_index"]
        assert row["metadata"] == stored.metadata
        assert row["created_at"] == stored.created_at.isoformat().replace("+00:00", "Z")
        assert (row["ip_address"], row["user_agent"]) == (ADA.ip_address.lower(), ADA.user_agent)  # type: ignore[union-attr]
    assert (summary["rows"], summary["sealed"], summary["changed"]) == (5, 5, [])
    assert (summary["first_leaf"], summary["last_leaf"]) == (0, 4)
    assert summary["verification"]["ok"]
    assert [head["tree_size"] for head in summary["heads"]] == list(
        Head.objects.values_list("tree_size", flat=True)
    )
    assert signature["key_id"] == summary["keys"][-1]["key_id"]


def test_an_export_is_itself_in_the_trail(capsys: pytest.CaptureFixture[str]) -> None:
    write(3)
    _run(capsys, "export", "--format", "csv", "--organization", "go")
    noted = AuditLog.objects.get(action="export_trail")
    assert noted.actor_label == "audit"
    told = noted.metadata["after"]
    assert (told["rows"], told["format"], told["only"]["organization"]) == (3, "csv", "go")


@pytest.mark.parametrize("form", ["json", "csv"])
def test_whoever_has_the_public_key_checks_it_with_nothing_of_ours(
    capsys: pytest.CaptureFixture[str], form: str, tmp_path: Path
) -> None:
    write(3)
    exported = _run(capsys, "export", "--format", form).encode()
    *_, last = exported.splitlines(keepends=True)
    if form == "json":
        told = orjson.loads(last)
    else:
        told = orjson.loads(next(csv.reader([last.decode()]))[-1])
    digest = hashlib.sha256(exported.removesuffix(last)).hexdigest()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(told["public_key"]))
    key.verify(base64.b64decode(told["signature"]), f"bdp-audit-export\n{digest}\n".encode())

    file = tmp_path / "trail"
    file.write_bytes(exported)
    assert _checked(capsys, file)["ok"]
    middle = len(exported) // 2
    file.write_bytes(exported[:middle] + bytes([exported[middle] ^ 1]) + exported[middle + 1 :])
    assert not _checked(capsys, file).get("ok")
    file.write_bytes(exported[:middle])
    assert _checked(capsys, file)["error"]["code"] == "request.invalid"


def test_somebody_elses_signature_is_none(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    write(1)
    file = tmp_path / "trail"
    file.write_text(_run(capsys, "export"))
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("audit", "check-export", str(file), "--key", "A" * 43 + "=", "--json")
    told = orjson.loads(capsys.readouterr().out.splitlines()[-1])
    assert "by none of the registry's keys" in told["why"]


def test_csv_has_no_formula_and_loses_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    write(1, EVIL)
    text = _run(capsys, "export", "--format", "csv")
    records = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [record["kind"] for record in records] == ["export", "row", "summary", "signature"]
    row = records[1]
    assert (row["actor_label"], row["user_agent"]) == ("''=cmd|' /C calc'!A0", "'-1+1\n@x")
    assert row["actor_label"].removeprefix("'") == EVIL.label
    assert row["user_agent"].removeprefix("'") == EVIL.user_agent
    cells = [cell for record in records for cell in record.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))] == []


def test_a_row_that_was_changed_is_named_and_the_export_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write(3)
    call_command("audit", "checkpoint")
    forged = AuditLog.objects.order_by("id")[1].id
    by_hand("UPDATE audit_auditlog SET actor_label = 'eve' WHERE id = %s", [forged])
    capsys.readouterr()
    with pytest.raises(SystemExit):
        call_command("audit", "export")
    *_, summary, _ = _lines(capsys.readouterr().out)
    assert summary["changed"] == [str(forged)]
    assert not summary["verification"]["ok"]


def test_time_and_thing_narrow_an_export(capsys: pytest.CaptureFixture[str]) -> None:
    write(4)
    second = AuditLog.objects.order_by("created_at")[1]

    def rows(*options: str) -> int:
        found: int = _lines(_run(capsys, "export", *options))[-2]["rows"]
        return found

    instant = second.created_at.isoformat()
    assert rows("--from", instant, "--entity", str(second.entity_id)) == 3
    assert rows("--to", instant) == 1
    assert rows("--source", "go/terms") == 0
    assert rows("--organization", "go", "--from", "2020-01-01") == 4


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("export", "--from", "yesterday"), "“yesterday” is no day"),
        (("export", "--to", "2026-01-01T10:00:00"), "no instant with its offset"),
        (("export", "--entity", "7"), "“7” is no id"),
        (("check-export",), "Say which file"),
        (("check-export", "/nowhere"), "cannot be read"),
        (("check-export", "pyproject.toml"), "does not end as an export"),
        (("erase", "--user", "nobody", "--reason", "so"), "Nobody is called “nobody”"),
        (("erase", "--before", "2026-01-01"), "Say why"),
        (("erase", "--reason", "so"), "Say whose"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    with pytest.raises(SystemExit):
        call_command("audit", *arguments)
    assert said in capsys.readouterr().err
    assert not AuditLog.objects.exists()


def test_an_operator_erases(capsys: pytest.CaptureFixture[str]) -> None:
    write(2)
    told = _run(capsys, "erase", "--user", str(ADA.user_id), "--reason", "Ada has asked.", "--json")
    assert orjson.loads(told.splitlines()[-1]) == {"erased": 2}
    assert "verified" not in told
    call_command("audit", "verify")
    assert "Every row is what its leaf says" in capsys.readouterr().out
