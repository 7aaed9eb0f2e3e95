"""search: the registry's answers beside the same SQL in psql, and beside `ILIKE '%q%'`.

Half a million proteins and the shipped catalogue, 200 queries as people type them. The registry
answers through the whole middleware, in this process; psql is sent the very statements that the
registry sends, and its own clock counts. Rounds take turns; of each query the median counts.
"""

import argparse
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile
from typing import Any

from tests.benchmarks.home import prepare

ROUNDS = 3
KEYSTROKES = 6
ILIKE = """
    SELECT o.slug, s.slug, s.name
      FROM sources_source AS s JOIN organizations_organization AS o ON o.id = s.organization_id
      LEFT JOIN biology_protein AS p ON p.source_id = s.id
     WHERE s.slug ILIKE {q} OR s.name ILIKE {q} OR s.description ILIKE {q}
        OR array_to_string(s.aliases, ' ') ILIKE {q} OR array_to_string(p.genes, ' ') ILIKE {q}
        OR p.entry_name ILIKE {q}
     ORDER BY s.slug LIMIT 50
"""


def queries(sources: int) -> dict[str, list[str]]:
    """What is asked, 200 in all, of each kind: taken by a seeded rule from what there is."""
    from apps.ingestion.catalogue import read_sample
    from tests.benchmarks.proteins import proteins
    from tests.sources.wanted import misspelt

    chance = Random(200)
    rows = [made for n, made in enumerate(proteins(sources)) if n % (sources // 200) == 0]
    names, known = [made.name for made in rows], read_sample().databases
    words = [" ".join(name.split()[:2]) for name in names]
    catalogued = [database.name for database in chance.sample(known, 20)]
    return {
        "accession": [made.accession for made in rows[:30]],
        "gene": [made.genes[0] for made in rows[30:60]],
        "secondary": [(*made.genes, *made.secondary)[-1] for made in rows[60:70]],
        "name": names[:30],
        "words": words[70:90] + [chance.choice(name.split()) for name in names[90:100]],
        "misspelt": [misspelt(name, chance) for name in (*names[100:130], *catalogued[:10])],
        "catalogued": catalogued[10:],
        "letters": [name[: 2 + n % 2] for n, name in enumerate(names[130:150])],
    }


def registry(address: str) -> Callable[[str], Any]:
    """Ask the registry itself at `address`."""
    from django.test import Client

    client = Client()

    def ask(query: str) -> None:
        answer = client.get(address, {"q": query})
        assert answer.status_code == 200, (query, answer.content)

    return ask


def statements(ask: Callable[[str], Any], asked: list[str]) -> list[list[str]]:
    """The SQL that the registry sends for each query, ready for psql."""
    from psycopg import ClientCursor

    from apps.core.services import REPLICA, services

    connection, sent = services.connection(REPLICA), list[str]()
    connection.ensure_connection()
    quoting = ClientCursor(connection.connection)

    def note(execute: Any, sql: str, parameters: Any, many: Any, context: Any) -> Any:
        sent.append(quoting.mogrify(sql, parameters) if parameters else sql)
        return execute(sql, parameters, many, context)

    found = []
    for query in asked:
        sent.clear()
        with connection.execute_wrapper(note):
            ask(query)
        found.append(list(sent))
    return found


def like(query: str) -> list[str]:
    """What one would write without any of this."""
    quoted = query.replace("'", "''").replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [ILIKE.format(q=f"'%{quoted}%'")]


def timed(ask: Callable[[str], Any], asked: list[str]) -> list[float]:
    """The milliseconds of each query."""
    found = []
    for query in asked:
        began = time.perf_counter()
        ask(query)
        found.append(1000 * (time.perf_counter() - began))
    return found


def timed_by_psql(asked: list[list[str]]) -> list[float]:
    """The milliseconds of each query's statements together, as psql counts them."""
    with NamedTemporaryFile("w", suffix=".sql") as script:
        script.write("SET default_transaction_read_only = on;\n\\o /dev/null\n\\timing on\n")
        script.writelines(f"{';'.join(sql)};\n" for sql in asked)
        script.flush()
        psql = [
            sys.executable,
            "manage.py",
            "database",
            "psql",
            "--",
            "-X",
            "-q",
            "-f",
            script.name,
        ]
        root = Path(__file__).resolve().parents[2]
        ran = subprocess.run(psql, cwd=root, capture_output=True, text=True, check=True)
    times = iter(float(ms) for ms in re.findall(r"^Time: ([\d.]+) ms", ran.stdout, re.MULTILINE))
    return [sum(next(times) for _ in sql) for sql in asked]


def beside(address: str, asked: list[str]) -> dict[str, list[float]]:
    """The registry's and psql's milliseconds for each query: the median of its rounds."""
    ask = registry(address)
    sql = statements(ask, asked)
    api, psql = [], []
    for _ in range(ROUNDS):
        api.append(timed(ask, asked))
        psql.append(timed_by_psql(sql))
    return {
        "registry": [statistics.median(times) for times in zip(*api, strict=True)],
        "psql": [statistics.median(times) for times in zip(*psql, strict=True)],
    }


def p95(times: list[float]) -> float:
    """What nineteen of twenty stay below."""
    return statistics.quantiles(times, n=20)[-1]


def measure(sources: int, ilike: int) -> dict[str, Any]:
    """Search by kind of query, suggestions by keystroke, and the naive way for a few."""
    kinds = queries(sources)
    asked = [query for kind in kinds.values() for query in kind]
    typed = [query[:n] for query in asked[::10] for n in range(1, KEYSTROKES + 1)]
    found = beside("/api/v1/search", asked)
    suggested = beside("/api/v1/search/suggestions", typed)
    naive = timed_by_psql([like(query) for query in asked[:: max(1, len(asked) // ilike)]])
    of_kind = iter(found["registry"])
    return {
        "search": {name: p95(times) for name, times in found.items()},
        "suggestions": {name: p95(times) for name, times in suggested.items()},
        "medians": {
            "search": statistics.median(found["registry"]),
            "search.psql": statistics.median(found["psql"]),
            "suggestions": statistics.median(suggested["registry"]),
            "suggestions.psql": statistics.median(suggested["psql"]),
        },
        "ilike": p95(naive),
        "slowest": {kind: max(next(of_kind) for _ in texts) for kind, texts in kinds.items()},
    }


def tell(found: dict[str, Any]) -> None:
    """The table for people."""
    for name in ("search", "suggestions"):
        mine, bare = found[name]["registry"], found[name]["psql"]
        print(f"{name:>12} p95 {mine:8.1f} ms, psql {bare:8.1f} ms, ratio {mine / bare:5.2f}")  # noqa: T201
    ilike = found["ilike"]
    print(f"{'ILIKE':>12} p95 {ilike:8.1f} ms, {ilike / found['search']['registry']:.0f} searches")  # noqa: T201
    for name, time_taken in {**found["medians"], **found["slowest"]}.items():
        kind = "median" if name in found["medians"] else "slowest"
        print(f"{name:>26} {kind} {time_taken:8.1f} ms")  # noqa: T201


def main() -> None:
    """Seed, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=500_000)
    parser.add_argument("--ilike", type=int, default=20, help="queries asked the naive way")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    from django.conf import settings
    from django.test.utils import override_settings

    from tests.benchmarks.proteins import prepare_proteins

    prepare_proteins(options.sources)
    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        found = measure(options.sources, options.ilike)
    tell(found)
    if options.json:
        print(json.dumps(found))  # noqa: T201


if __name__ == "__main__":
    main()
