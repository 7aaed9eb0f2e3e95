"""The program that strangers check proofs with takes what is true, and nothing that is not."""

import json
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from apps.audit.commands import rotate_audit_key
from apps.core.actor import Actor
from apps.core.keys import TrailKey
from apps.core.services import services
from tests.audit import forging, trail
from tests.clients import Api
from tests.conftest import make_token

PROGRAM = Path(__file__).resolve().parents[2] / "docs" / "verify_proof.py"
INDEX = 200


@pytest.fixture
def answers(db: None, curie: Any) -> dict[str, Any]:
    """What the API says of a row whose bytes its reader may see, and of two heads."""
    for rows in (99, 157, 44):  # and a row for Curie herself
        trail.write_many(rows)
        trail.seal()
    api = Api(make_token("curie"))
    return {
        "keys": api.get("audit/keys").body,
        "proof": api.get(f"audit/{trail.order()[INDEX]}/proof").body,
        "kept": api.get("audit/checkpoint?tree_size=100").body,
        "consistency": api.get("audit/consistency?from=100&to=257").body,
    }


@pytest.fixture
def check(tmp_path: Path) -> Callable[..., "subprocess.CompletedProcess[str]"]:
    """Run the program by itself, on files: it imports nothing of ours."""

    def run(answers: dict[str, Any], *names: str) -> "subprocess.CompletedProcess[str]":
        paths: list[str | Path] = []
        for name in names or answers:
            path = tmp_path / name
            path.write_text(json.dumps(answers[name]))
            paths += ["--newer", path] if name == "newer" else [path]
        return subprocess.run(
            [sys.executable, "-I", PROGRAM, *paths], cwd=tmp_path, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return run


def test_what_the_registry_says_holds(answers: Any, check: Any) -> None:
    row = check(answers, "keys", "proof")
    assert (row.returncode, row.stderr) == (0, "")
    assert "leaf 200 of 257: ingest, ingest_member, uniprot/P" in row.stdout
    log = check(answers)
    assert log.returncode == 0
    assert "nothing in the smaller was changed" in log.stdout


def test_a_proof_without_the_row_holds_too(answers: Any, check: Any) -> None:
    answers["proof"]["leaf"] = None
    assert check(answers, "keys", "proof").returncode == 0


def test_a_head_that_was_kept_after_the_proof_holds_too(answers: Any, check: Any) -> None:
    api = Api()
    answers["kept"] = api.get("audit/checkpoint").body
    answers["consistency"] = api.get("audit/consistency?from=257&to=301").body
    assert check(answers).returncode == 0


def _flip(text: str) -> str:
    return ("0" if text[0] != "0" else "1") + text[1:]


def _bytes_flipped(text: str) -> str:
    content = bytearray(b64decode(text))
    content[-1] ^= 1
    return b64encode(content).decode()


FORGERIES: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another leaf": (lambda a: a["proof"].update(leaf_hash="00" * 32, leaf=None), "does not lead"),
    "another row": (
        lambda a: a["proof"].update(leaf=_bytes_flipped(a["proof"]["leaf"])), "row's bytes",
    ),
    "another place": (lambda a: a["proof"].update(leaf_index=201), "another place"),
    "another place, untold": (
        lambda a: a["proof"].update(leaf_index=201, leaf=None), "does not lead",
    ),
    "beyond the end": (lambda a: a["proof"].update(leaf_index=257, leaf=None), "beyond the end"),
    "a hash changed": (
        lambda a: a["proof"]["hashes"].append(_flip(a["proof"]["hashes"].pop())), "does not lead",
    ),
    "a hash less": (lambda a: a["proof"]["hashes"].pop(), "does not lead"),
    "a hash more": (lambda a: a["proof"]["hashes"].append("00" * 32), "more hashes"),
    "another root": (lambda a: a["proof"].update(root="00" * 32), "two logs"),
    "another signed root": (
        lambda a: a["proof"]["checkpoint"].update(root="00" * 32), "signature",
    ),
    "another size": (lambda a: a["proof"]["checkpoint"].update(tree_size=258), "signature"),
    "another instant": (
        lambda a: a["proof"]["checkpoint"].update(signed_at="2999-01-01T00:00:00Z"), "signature",
    ),
    "another signature": (
        lambda a: a["proof"]["checkpoint"].update(signature=a["kept"]["signature"]), "signature",
    ),
    "an unknown key": (lambda a: a["proof"]["checkpoint"].update(key_id="00"), "not among"),
    "a key of another time": (
        lambda a: a["keys"]["keys"][0].update({"from": "2999-01-01T00:00:00Z"}), "time",
    ),
    "another kept head": (lambda a: a["kept"].update(root="00" * 32), "signature"),
    "hashes of another log": (
        lambda a: a["consistency"]["hashes"].append(a["consistency"]["hashes"].pop(0)), "rewritten",
    ),
    "no hashes": (lambda a: a["consistency"].update(hashes=[]), "no hashes"),
    "nonsense": (lambda a: a["proof"].pop("hashes"), "cannot be checked"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_is_forged_is_refused(answers: Any, check: Any, forgery: str) -> None:
    forge, why = FORGERIES[forgery]
    forged = deepcopy(answers)
    forge(forged)
    refused = check(forged)
    assert refused.returncode == 1
    assert why in refused.stderr


def test_a_log_signed_with_another_key_is_refused_by_who_kept_ours(
    answers: Any, check: Any
) -> None:
    head = answers["proof"]["checkpoint"]
    with services.replaced(trail_key=forging.key()):
        message = "bdp-audit\n{tree_size}\n{root}\n{signed_at}\n".format(**head)
        head["signature"] = b64encode(services.trail_key.sign(message.encode())).decode()
    assert "signature does not hold" in check(answers).stderr


@pytest.fixture
def rotated(db: None, tmp_path: Path) -> Any:
    """What is kept, and what is told after another key followed, under a head of that one."""
    with services.replaced(trail_key=TrailKey(tmp_path / "audit_key")):
        trail.write(1)
        trail.seal()
        kept = Api().get("audit/keys").body
        rotate_audit_key(actor=Actor.system("audit"))
        trail.seal()
        proof = Api().get(f"audit/{trail.order()[-1]}/proof").body
        return {"newer": Api().get("audit/keys").body, "keys": kept, "proof": proof}


def test_a_key_that_the_kept_one_signed_is_trusted(rotated: Any, check: Any) -> None:
    assert len(rotated["newer"]["keys"]) == len(rotated["keys"]["keys"]) + 1
    assert "not among those you keep" in check(rotated, "keys", "proof").stderr
    assert check(rotated, "newer", "keys", "proof").stderr == ""


@pytest.mark.parametrize("forged", [None, "AAAA"])
def test_a_key_that_nobody_signed_is_not_trusted(rotated: Any, check: Any, forged: Any) -> None:
    rotated["newer"]["keys"][-1]["endorsement"] = forged
    assert "not among those you keep" in check(rotated, "newer", "keys", "proof").stderr


def test_instants_are_compared_as_instants(answers: Any, check: Any) -> None:
    head, (key,) = answers["proof"]["checkpoint"], answers["keys"]["keys"]
    key["from"] = head["signed_at"].split(".")[0] + "Z"
    assert "." in head["signed_at"]
    key["until"] = head["signed_at"].replace("Z", "+00:00")
    assert check(answers, "keys", "proof").returncode == 0
