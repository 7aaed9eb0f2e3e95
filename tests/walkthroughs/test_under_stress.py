"""What a registry must survive: a race for one name, a forger with SQL, a database that dies."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import psycopg
import pytest

from apps.accounts.secrets import new_secret
from tests.walkthroughs.conftest import Registry

CLIENTS = 32


def test_of_32_clients_that_create_one_slug_one_does(
    served: Registry, client: httpx.Client
) -> None:
    def create(_: int) -> int:
        return client.post("organizations", json={"slug": "race", "name": "Race"}).status_code

    with ThreadPoolExecutor(CLIENTS) as pool:
        codes = list(pool.map(create, range(CLIENTS)))

    assert sorted(codes) == [201] + [409] * (CLIENTS - 1)
    with program(served) as database:
        assert count(database, "organizations_organization WHERE slug = 'race'") == 1
        assert count(database, "audit_auditlog WHERE entity_label = 'race'") == 1
        assert count(database, "events_event WHERE subject = 'organizations/race'") == 1


def test_sixteen_drafts_at_once_get_sixteen_numbers(client: httpx.Client) -> None:
    client.post("organizations", json={"slug": "many", "name": "Many"})
    source = {"organization": "many", "slug": "drafts", "name": "Drafts", "source_type": "other"}
    assert client.post("sources", json=source).status_code == 201

    with ThreadPoolExecutor(16) as pool:
        made = list(
            pool.map(lambda _: client.post("sources/many/drafts/versions", json={}), range(16))
        )

    assert {answer.status_code for answer in made} == {201}
    assert len({answer.json()["version"] for answer in made}) == 16


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditlog SET actor_label = 'nobody'",
        "DELETE FROM audit_auditlog",
        "TRUNCATE audit_auditlog",
        "UPDATE versions_version SET release_date = '1999-01-01'",
        "DELETE FROM versions_version",
        "TRUNCATE versions_version CASCADE",
    ],
)
def test_the_programs_own_role_cannot_rewrite_history(served: Registry, statement: str) -> None:
    with program(served) as database, pytest.raises(psycopg.Error) as refusal:
        database.execute(statement)

    assert refusal.value.sqlstate in {"42501", "23001"}, refusal.value


def test_a_database_that_dies_is_a_503_until_it_is_back(served: Registry) -> None:
    status = json.loads(served.manage("database", "status", "--json").stdout.splitlines()[-1])
    os.kill(status["pid"], signal.SIGKILL)
    at_most = time.monotonic() + 30
    while httpx.get(f"{served.address}/api/v1/stats", timeout=30).status_code != 503:
        assert time.monotonic() < at_most

    for path in ("api/v1/stats", "health/ready", "api/v1/organizations/uniprot"):
        answer = httpx.get(f"{served.address}/{path}")
        assert answer.status_code == 503, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "service.unavailable"
        assert int(answer.headers["retry-after"]) > 0
    token = {"Authorization": f"Bearer {new_secret()}"}
    assert httpx.get(f"{served.address}/api/v1/stats", headers=token).status_code == 503

    assert served.manage("database", "start").returncode == 0
    codes = [httpx.get(f"{served.address}/api/v1/stats").status_code for _ in range(20)]
    assert set(codes) == {200}
    assert httpx.get(f"{served.address}/health/ready").status_code == 200


def program(registry: Registry) -> "psycopg.Connection[tuple[object, ...]]":
    """The database as the program's own role sees it."""
    return psycopg.connect(registry.manage("database", "url").stdout.strip(), autocommit=True)


def count(database: "psycopg.Connection[tuple[object, ...]]", rows: str) -> object:
    row = database.execute(f"SELECT count(*) FROM {rows}").fetchone()  # noqa: S608
    assert row is not None
    return row[0]
