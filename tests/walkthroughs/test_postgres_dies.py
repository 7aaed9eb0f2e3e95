"""PostgreSQL is killed under an ingest: a sentence, nothing half there, and then all goes well."""

import json
import os
import signal
from pathlib import Path
from time import monotonic, sleep

from tests.walkthroughs.conftest import Registry
from tests.walkthroughs.ingesting import held, ingest, many

HELD = "SELECT count(*) FROM versions_release JOIN versions_version ON id = version_id"
FAR_ENOUGH = "SELECT records > 0 FROM ingestion_job WHERE status = 'running'"


def asked(registry: Registry, statement: str) -> str:
    return registry.manage("database", "psql", "--", "-XAtc", statement).stdout.strip()


def test_postgresql_is_killed_in_an_ingest(alone: Registry, tmp_path: Path) -> None:
    before = asked(alone, HELD)
    server = json.loads(alone.manage("database", "status", "--json").stdout.splitlines()[-1])
    records = many(9000)
    with held(alone, records, release="2026_01") as running:
        end = monotonic() + 30
        while asked(alone, FAR_ENOUGH) != "t":
            assert monotonic() < end
            sleep(0.1)
        os.kill(server["pid"], signal.SIGKILL)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 1
    said = [line for line in err.decode().splitlines() if not line.startswith("{")]
    assert said == [json.loads(out.splitlines()[-1])["error"]["detail"]]

    assert alone.manage("database", "start").returncode == 0
    assert asked(alone, HELD) == before
    path = tmp_path / "whole.dat"
    path.write_bytes(records)
    assert ingest(alone, path, release="2026_01").told["added"] == 9000
