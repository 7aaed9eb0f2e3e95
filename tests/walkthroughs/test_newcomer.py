"""The newcomer's first minutes: one command, then the registry of biological data is there."""

import json

import httpx
import psycopg
import pytest

from tests.walkthroughs.conftest import PASSWORD, Registry


def test_one_command_fills_a_registry_and_again_changes_nothing(alone: Registry) -> None:
    with owner(alone) as database:
        before = fingerprint(database)

    again = alone.manage("quickstart", "--no-serve", "--json")

    assert again.returncode == 0, again.stderr
    told = json.loads(again.stdout.splitlines()[-1])
    assert told["statistics"]["published_versions"] >= 6400
    assert told["password"] is None
    with owner(alone) as database:
        assert fingerprint(database) == before


def test_the_figures_are_there_for_everybody(served: Registry) -> None:
    held = httpx.get(f"{served.address}/api/v1/stats").json()

    assert held["organizations"] >= 2800
    assert held["sources"] >= 2800
    assert held["published_versions"] >= 6400


def test_uniprot_has_its_releases_newest_first_under_three_names(served: Registry) -> None:
    base = f"{served.address}/api/v1/sources/uniprot/uniprot/versions"

    listed = httpx.get(base, params={"limit": 100}).json()
    days = [version["effective_date"] for version in listed["results"]]
    assert days == sorted(days, reverse=True)
    assert listed["results"][-1]["external_version"] == "2020_06"
    by_name = httpx.get(f"{base}/2024_01").json()
    assert httpx.get(f"{base}/{by_name['version']}").json() == by_name
    assert httpx.get(f"{base}/{by_name['id']}").json() == by_name


def test_a_protein_answers_with_its_record(served: Registry) -> None:
    insulin = httpx.get(f"{served.address}/api/v1/proteins/P01308").json()

    assert (insulin["entry_name"], insulin["names"]["recommended"]) == ("INS_HUMAN", "Insulin")
    assert (insulin["length"], insulin["crc64"]) == (110, "C2C3B23B85E520E5")
    found = httpx.get(f"{served.address}/api/v1/search", params={"q": "P01308"}).json()
    assert found["results"][0]["slug"] == "P01308"


def test_a_person_sees_what_it_is_and_where_to_go(served: Registry) -> None:
    page = httpx.get(served.address)

    assert page.status_code == 200
    assert "Say exactly which data you used" in page.text
    assert 'href="/admin/"' in page.text
    assert 'href="/api/v1/docs"' in page.text
    assert "default-src 'self'" in page.headers["content-security-policy"]
    style = httpx.get(f"{served.address}/static/bdp.css")
    assert (style.status_code, style.headers["content-type"]) == (200, 'text/css; charset="utf-8"')


def test_the_administrator_can_sign_in(served: Registry) -> None:
    with httpx.Client(base_url=served.address, follow_redirects=True) as browser:
        browser.get("/admin/login/")
        form = {"username": "admin", "password": PASSWORD, "next": "/admin/"}
        token = {"csrfmiddlewaretoken": browser.cookies["csrftoken"]}
        page = browser.post("/admin/login/", data={**form, **token})
        assert page.url.path == "/admin/"
        for place in ("organizations/organization", "sources/source", "versions/version"):
            assert browser.get(f"/admin/{place}/").status_code == 200
            assert browser.get(f"/admin/{place}/add/").status_code == 200


@pytest.mark.parametrize("path", ["health/live", "health/ready"])
def test_it_says_that_it_is_well(served: Registry, path: str) -> None:
    assert httpx.get(f"{served.address}/{path}").status_code == 200


def owner(registry: Registry) -> "psycopg.Connection[tuple[object, ...]]":
    """The database as its owner sees it."""
    url = registry.manage("database", "url", "--owner").stdout.strip()
    return psycopg.connect(url, autocommit=True)


def fingerprint(database: "psycopg.Connection[tuple[object, ...]]") -> dict[str, object]:
    """A checksum over all rows of each table, but for who is signed in and the worker's own."""
    tables = database.execute(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename !~ %s",
        ["^(django_session|procrastinate_.*|events_(subscription|delivery)|versions_tally)$"],
    ).fetchall()
    checksum = "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} AS t"
    sql = psycopg.sql.SQL(checksum)
    found: dict[str, object] = {}
    for (table,) in tables:
        row = database.execute(sql.format(psycopg.sql.Identifier(str(table)))).fetchone()
        found[str(table)] = row
    return found
