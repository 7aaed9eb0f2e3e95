"""Pages of the admin at a million rows, beside the first page of a list of a thousand.

Two registries of their own, each in a process: one of a thousand rows, one of a million. Each page
is opened by a superuser through the whole middleware, now in the one, now in the other, so that
whatever else the machine does meets both; the median of the ratios of all rounds counts.
"""

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import time
from html import unescape
from typing import Any
from uuid import UUID

from tests.benchmarks.home import prepare

ROUNDS, AT_ONCE = 15, 3
FEW = 1000
MOST = 1.2
NEXT = re.compile(r'<a href="([^"]+)" rel="next">')
TRAIL = """
    INSERT INTO audit_auditlog
           (id, action, user_id, actor_label, entity_type, entity_id, entity_label, metadata,
            request_id, created_at)
    SELECT ('0190' || lpad(to_hex(n), 28, '0'))::uuid,
           CASE WHEN n %% 10 = 0 THEN 'update_source' ELSE 'ingest_member' END,
           lpad(to_hex(n %% 5), 32, '0')::uuid, 'somebody', 'source',
           lpad('1' || lpad(to_hex(n %% 50000), 16, '0'), 32, '0')::uuid, 'uniprot/P' || n,
           '{"before": {"name": "a"}, "after": {"name": "b"}}',
           lpad(to_hex(n / 1000), 32, '0')::uuid,
           '2020-01-01'::timestamptz + n / 4 * interval '1 minute'
      FROM generate_series(%(first)s, %(last)s) AS n
"""
LISTS = {
    "sources": "sources/source/",
    "sources of a type": "sources/source/?type=protein",
    "sources of one": "sources/source/?organization__id__exact={organization}",
    "trail": "audit/auditlog/",
    "trail of an action": "audit/auditlog/?action=update_source",
    "trail of an actor": "audit/auditlog/?user_id=00000000-0000-0000-0000-000000000003",
    "trail of a request": "audit/auditlog/?request_id=00000000-0000-0000-0000-000000000000",
}
THINGS = {"first page": "", "add a version": "versions/version/add/"}


def fill(rows: int) -> None:
    """So many sources and rows of the trail."""
    from apps.core.services import OWNER, PRIMARY, services
    from tests.benchmarks.seed import ORGANIZATIONS, SOURCES

    with services.connection(PRIMARY).cursor() as cursor:
        cursor.execute(ORGANIZATIONS, {"sources": rows})
        cursor.execute(SOURCES, {"sources": rows})
        cursor.execute(TRAIL, {"first": 1, "last": rows})
    with services.connection(OWNER).cursor() as cursor:
        cursor.execute("VACUUM ANALYZE organizations_organization, sources_source, audit_auditlog")


def browser() -> Any:
    """A superuser's."""
    from django.test import Client

    from apps.accounts.commands import create_user
    from apps.accounts.models import User
    from apps.accounts.queries import has_user
    from apps.core.actor import Actor

    if not has_user("root"):
        create_user(actor=Actor.system("benchmark"), username="root", is_superuser=True)
    client = Client()
    client.force_login(User.objects.get(username="root"))
    return client


def addresses(client: Any, rows: int) -> dict[str, str]:
    """The first page of every list, one far beyond it, and what is no list."""
    from apps.organizations.models import Organization

    owner = Organization.objects.get(slug="seed-0")
    first = {name: page.format(organization=owner.pk) for name, page in LISTS.items()}
    beyond = {f"{name}, deep": deep(client, page, rows) for name, page in first.items()}
    return {**first, **beyond, **THINGS}


def deep(client: Any, page: str, rows: int) -> str:
    """A page in the middle of a list."""
    from apps.audit.queries import HISTORY
    from apps.sources.queries import BY_SLUG

    joint = "&" if "?" in page else "?"
    if "request_id" in page or "organization" in page:
        turned = NEXT.search(client.get(f"/admin/{page}").content.decode())
        return page.partition("?")[0] + unescape(turned[1]) if turned else page
    if page.startswith("sources"):
        key = BY_SLUG._cursor([f"P{rows // 2:07X}", str(UUID(int=0))], backwards=False)
    else:
        key = HISTORY._cursor(["2020-03-01T00:00:00+00:00", str(UUID(int=0))], backwards=False)
    return f"{page}{joint}p={key}"


def took(client: Any, page: str) -> float:
    """The milliseconds of a page: the fewest of several, which nobody else disturbed."""
    times = []
    for _ in range(AT_ONCE):
        began = time.perf_counter()
        assert client.get(f"/admin/{page}").status_code == 200, page
        times.append((time.perf_counter() - began) * 1000)
    return min(times)


def attend(rows: int) -> None:
    """Be one of the registries: open each page whose name comes in, and say how long it took."""
    prepare()
    from django.conf import settings
    from django.test.utils import override_settings

    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        client = browser()
        fill(rows)
        pages = addresses(client, rows)
        print(json.dumps(list(pages)), flush=True)  # noqa: T201
        for line in sys.stdin:
            print(took(client, pages[line.rstrip("\n")]), flush=True)  # noqa: T201


class Registry:
    """A registry of so many rows, in a process of its own."""

    def __init__(self, rows: int) -> None:
        command = [sys.executable, "-m", "tests.benchmarks.admin", "--attend", str(rows)]
        env = {name: told for name, told in os.environ.items() if name != "BDP_HOME"}
        self._process = subprocess.Popen(
            command, env=env, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )

    def hear(self) -> Any:
        """What it says next."""
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())

    def open(self, page: str) -> float:
        """How many milliseconds a page takes it."""
        assert self._process.stdin
        print(page, file=self._process.stdin, flush=True)
        return float(self.hear())

    def end(self) -> None:
        """Let it go, and wait until its database is down."""
        self._process.communicate(timeout=120)


def compared(rows: int) -> dict[str, dict[str, float]]:
    """Of every page the median milliseconds in either registry, and of the ratios."""
    small, big = Registry(FEW), Registry(rows)
    small.hear()
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in big.hear()}
    for _ in range(ROUNDS):
        for name, rounds in found.items():
            rounds.append((small.open(name.removesuffix(", deep")), big.open(name)))
    small.end()
    big.end()
    return {
        name: {
            "few_ms": round(statistics.median(few for few, _ in rounds), 2),
            "many_ms": round(statistics.median(many for _, many in rounds), 2),
            "ratio": round(statistics.median(many / few for few, many in rounds), 2),
        }
        for name, rounds in found.items()
    }


def main() -> None:
    """Fill both, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--attend", type=int, metavar="ROWS", help="be one of the two registries")
    options = parser.parse_args()
    if options.attend:
        return attend(options.attend)
    told = compared(options.rows)
    for name, each in told.items():
        ms = f"{each['few_ms']:7.1f} ms at {FEW:,} {each['many_ms']:7.1f} ms at {options.rows:,}"
        print(f"{name:>26} {ms} {each['ratio']:5.2f} x (at most {MOST})")  # noqa: T201
    if options.json:
        print(json.dumps(told))  # noqa: T201
    return None


if __name__ == "__main__":
    main()
