"""resolve.big: the lock of a release with many members, and all its dependencies, beside COPY.

The floor is psql's COPY of the same rows, in the same order, to /dev/null. The lock is asked for
through the whole middleware, in this process: the first time, when its members are read and summed,
and again, when their sum is known. The dependencies are all of them as lines (NDJSON), and as pages
of a thousand, the most that a page may have; where the next page is, the header `Link` tells, so
that what reading JSON costs a client is not counted. Rounds take turns, and the median counts,
of the ratios of each round too. Memory is by how much the process grew beyond its size before.
"""

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

from tests.benchmarks.home import prepare

ROUNDS = 5
DEPENDENCIES = "/api/v1/sources/uniprot/swissprot/versions/1.0.0/dependencies"
NEXT = re.compile(r'<http://localhost([^>]+)>; rel="next"')
RELEASE = (
    """
    INSERT INTO sources_source (id, organization_id, slug, entry_type, source_type, name, tags,
                                aliases, names_stand_apart, created_at, updated_at)
    SELECT bdp_uuid7(), id, 'swissprot', 'data_source', 'bundle', 'Swiss-Prot', '{}', '{}', false,
           now(), now() FROM organizations_organization WHERE slug = 'uniprot'
    """,
    """
    INSERT INTO versions_version (id, source_id, major, minor, patch, external_version,
        effective_date, date_basis, status, published_at, created_at, updated_at)
    SELECT bdp_uuid7(), id, 1, 0, 0, '2026_01', now(), 'published', 'published', now(), now(), now()
      FROM sources_source WHERE slug = 'swissprot'
    """,
    """
    INSERT INTO versions_release (version_id, source_id, ordinal, members, sha256, sealed)
    SELECT v.id, source.id, 1, 0, '', false
      FROM versions_version AS v JOIN sources_source AS source ON source.id = v.source_id
     WHERE source.slug = 'swissprot'
    """,
    """
    INSERT INTO versions_membership (releases_id, member_id, version_id, slug, since)
    SELECT release.source_id, member.id, v.id, member.slug, 1
      FROM versions_release AS release, sources_source AS member
      JOIN versions_version AS v ON v.source_id = member.id
     WHERE member.source_type = 'protein'
    """,
    """
    UPDATE versions_release SET sealed = true,
           members = (SELECT count(*) FROM versions_membership)
    """,
)
FILLED = "sources_source, versions_version, versions_release, versions_membership"


def seed(members: int) -> Any:
    """A release with so many members; returns its version's id."""
    from apps.core.services import OWNER, PRIMARY, services
    from apps.versions.queries import find_version
    from tests.benchmarks import proteins

    proteins.seed(members)
    with services.connection(PRIMARY).cursor() as cursor:
        for statement in RELEASE:
            cursor.execute(statement)
    with services.connection(OWNER).cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {FILLED}")
    return find_version("uniprot", "swissprot", "1.0.0").id


def copied(version: Any) -> Callable[[], None]:
    """The floor: psql, which sends the rows nowhere."""
    from django.conf import settings
    from psycopg.conninfo import make_conninfo

    from apps.resolving import statements
    from bdp.postgres import EmbeddedPostgres

    server = EmbeddedPostgres(settings.BDP_HOME)
    where: dict[str, Any] = {**server.parameters("bdp_app")}
    command = [
        str(server.program("psql")),
        make_conninfo(**where),
        "-qc",
        statements.members(version),
    ]

    def copy() -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)

    return copy


def locked(client: Any, *, anew: bool) -> Callable[[], None]:
    """The lock over HTTP; `anew` as if nobody had asked for it before."""
    from apps.resolving import queries

    body = {"sources": ["uniprot:swissprot@2026_01"]}

    def lock() -> None:
        if anew:
            queries._members.cache_clear()
        answer = client.post("/api/v1/resolve", body, content_type="application/json")
        assert answer.status_code == 200, answer.content

    return lock


def paged(client: Any) -> Callable[[], None]:
    """Every page of the release's members."""

    def walk() -> None:
        address = f"{DEPENDENCIES}?limit=1000"
        while address:
            further = NEXT.search(client.get(address).get("Link", ""))
            address = further[1] if further else ""

    return walk


def lined(client: Any, members: int) -> Callable[[], None]:
    """Every member, a line each."""

    def read() -> None:
        answer = client.get(DEPENDENCIES, headers={"Accept": "application/x-ndjson"})
        assert sum(piece.count(b"\n") for piece in answer) == members

    return read


def figures(members: int) -> dict[str, Any]:
    """Seconds, ratios to the floor, and growth in bytes."""
    from django.test import Client

    version, client = seed(members), Client(SERVER_NAME="localhost")
    locked(client, anew=False)()
    before = peak()
    locked(client, anew=True)()
    growth = peak() - before
    ways = {
        "floor": copied(version),
        "lock": locked(client, anew=True),
        "lock.again": locked(client, anew=False),
        "lines": lined(client, members),
        "pages": paged(client),
    }
    took: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            began = time.perf_counter()
            way()
            took[name].append(time.perf_counter() - began)
    seconds = {name: round(statistics.median(rounds), 3) for name, rounds in took.items()}
    ratios = {name: ratio(rounds, took["floor"]) for name, rounds in took.items()}
    grown = {"lock": growth, "everything": peak() - before}
    return {"members": members, "seconds": seconds, "ratios": ratios, "growth_bytes": grown}


def ratio(rounds: list[float], floors: list[float]) -> float:
    """The median of what each round took, in floors of that round."""
    each = (took / floor for took, floor in zip(rounds, floors, strict=True))
    return round(statistics.median(each), 2)


def peak() -> int:
    """The most memory that this process has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> None:
    """Seed, measure, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=500_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    told = figures(options.members)
    sys.stdout.write(f"{json.dumps(told) if options.json else table(told)}\n")


def table(told: dict[str, Any]) -> str:
    """The figures for people."""
    lines = [f"a release of {told['members']:,} members"]
    lines += [
        f"{name:>12} {seconds:8.3f} s  {told['ratios'][name]:5.2f} x (3 good, 1.5 aim)"
        for name, seconds in told["seconds"].items()
    ]
    lines += [
        f"{name:>12} {grew / 1e6:8.1f} MB more" for name, grew in told["growth_bytes"].items()
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
