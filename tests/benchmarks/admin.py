"""Pages of the admin at a million rows, beside the first page of a list of a thousand.

Each page is opened by a superuser through the whole middleware, in turn with the others; the
figure is the median of the times, and its ratio to the first page of the same list when there were
a thousand rows.
"""

import argparse
import json
import re
import statistics
import time
from html import unescape
from typing import Any
from uuid import UUID

from tests.benchmarks.home import prepare

ROUNDS = 15
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


def grow(first: int, last: int) -> None:
    """Sources and rows of the trail from the one number to the other."""
    from apps.core.services import OWNER, PRIMARY, services
    from tests.benchmarks.seed import ORGANIZATIONS, SOURCES

    with services.connection(PRIMARY).cursor() as cursor:
        if first == 1:
            cursor.execute(ORGANIZATIONS, {"sources": 1_000_000})
        cursor.execute(SOURCES.replace("(1,", f"({first},"), {"sources": last})
        cursor.execute(TRAIL, {"first": first, "last": last})
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


def measure(client: Any, pages: dict[str, str]) -> dict[str, float]:
    """The median milliseconds of each page."""
    times: dict[str, list[float]] = {name: [] for name in pages}
    for _ in range(ROUNDS):
        for name, page in pages.items():
            began = time.perf_counter()
            assert client.get(f"/admin/{page}").status_code == 200, page
            times[name].append((time.perf_counter() - began) * 1000)
    return {name: statistics.median(found) for name, found in times.items()}


def addresses(rows: int) -> dict[str, str]:
    """The first page of every list."""
    from apps.organizations.models import Organization

    owner = Organization.objects.get(slug="seed-0")
    return {name: page.format(organization=owner.pk) for name, page in LISTS.items()}


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


def main() -> None:
    """Measure at a thousand, grow, measure again, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    prepare()
    from django.conf import settings
    from django.test.utils import override_settings

    with override_settings(ALLOWED_HOSTS=[*settings.ALLOWED_HOSTS, "testserver"]):
        client = browser()
        grow(1, 1000)
        few = measure(client, addresses(1000))
        grow(1001, options.rows)
        first = addresses(options.rows)
        middle = {name: deep(client, page, options.rows) for name, page in first.items()}
        many, beyond = measure(client, first), measure(client, middle)
        others = measure(client, THINGS)
    for name, base in few.items():
        told = f"{many[name] / base:5.2f} x first, {beyond[name] / base:5.2f} x deep"
        print(f"{name:>20} {base:7.1f} ms at 1,000 {told} (at most {MOST})")  # noqa: T201
    for name, taken in others.items():
        print(f"{name:>20} {taken:7.1f} ms at {options.rows:,}")  # noqa: T201
    if options.json:
        print(json.dumps({"few": few, "many": many, "deep": beyond, "others": others}))  # noqa: T201


if __name__ == "__main__":
    main()
