"""Which PostgreSQL the registry uses, and as whom: the program, the owner, the reader."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from bdp.postgres import EmbeddedPostgres

READ_ONLY = "-c default_transaction_read_only=on"
IN_ONE_ORDER = "-c synchronize_seqscans=off"  # else a page may begin where another reader just was
SCHEMES = ("postgresql://", "postgres://")
PLANNED_FROM = 1  # how often something is asked before its plan is kept (apps.core.questions)


def databases(home: Path, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` writes, `replica` reads, `owner` migrates.

    Without DATABASE_URL all three are the embedded server's, and nothing is started here. Raises
    `ImproperlyConfigured` for an address that is not PostgreSQL's.
    """
    if program := _given("DATABASE_URL", environment):
        owner = _given("DATABASE_OWNER_URL", environment) or program
    else:
        program = _embedded(home, "bdp_app")
        owner = _embedded(home, "bdp_owner")
    replica = _given("REPLICA_URL", environment) or program
    return {"default": program, "replica": _reading(replica, program), "owner": owner}


def join_embedded() -> None:
    """Use the embedded server until this process ends, unless DATABASE_URL names another."""
    if not os.environ.get("DATABASE_URL"):
        EmbeddedPostgres(settings.BDP_HOME).join()


def _given(name: str, environment: Mapping[str, str]) -> dict[str, Any] | None:
    """The database at the address in a variable; its words stay unsaid, for one is a password."""
    if not (url := environment.get(name)):
        return None
    refusal = ImproperlyConfigured(
        f"{name} is no address of a PostgreSQL: write postgresql://user:password@host/database, "
        "and / ? # @ inside a password as %2F %3F %23 %40."
    )
    if not url.startswith(SCHEMES):
        raise refusal
    try:
        found = dict(dj_database_url.parse(url))
    except ValueError:
        raise refusal from None
    if not found["NAME"]:
        raise refusal
    return _patient(found)


def _embedded(home: Path, role: Any) -> dict[str, Any]:
    parameters = EmbeddedPostgres(home).parameters(role)
    return _patient(
        {
            "NAME": parameters.pop("dbname"),
            "USER": parameters.pop("user"),
            "HOST": parameters.pop("host"),
            "OPTIONS": parameters,
        }
    )


def _patient(database: dict[str, Any]) -> dict[str, Any]:
    """Connections stay open between requests, are known to live, and keep plans."""
    given = database.get("OPTIONS", {})
    options = {"connect_timeout": 5, "prepare_threshold": PLANNED_FROM, **given}
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {**database, "ENGINE": "apps.core.backend", "OPTIONS": options, **kept}


def _reading(replica: dict[str, Any], program: dict[str, Any]) -> dict[str, Any]:
    options = replica["OPTIONS"]
    session = f"{options.get('options', '')} {READ_ONLY} {IN_ONE_ORDER}".strip()
    test = {} if replica is not program else {"MIRROR": "default"}
    return {**replica, "OPTIONS": {**options, "options": session}, "TEST": test}
