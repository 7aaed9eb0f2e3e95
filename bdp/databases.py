"""Which PostgreSQL the registry uses, and as whom: the program, the owner, the reader."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings

from bdp.postgres import EmbeddedPostgres

READ_ONLY = "-c default_transaction_read_only=on"
FORGIVING = "-c pg_trgm.word_similarity_threshold=0.35"  # how far a misspelt name is looked for


def databases(home: Path, environment: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Django's DATABASES: `default` writes, `replica` reads, `owner` migrates.

    Without DATABASE_URL all three are the embedded server's, and nothing is started here.
    """
    if url := environment.get("DATABASE_URL"):
        program = _from_url(url)
        owner = _from_url(environment.get("DATABASE_OWNER_URL") or url)
    else:
        program = _embedded(home, "bdp_app")
        owner = _embedded(home, "bdp_owner")
    replica = _from_url(environment["REPLICA_URL"]) if environment.get("REPLICA_URL") else program
    return {"default": program, "replica": _reading(replica, program), "owner": owner}


def join_embedded() -> None:
    """Use the embedded server until this process ends, unless DATABASE_URL names another."""
    if not os.environ.get("DATABASE_URL"):
        EmbeddedPostgres(settings.BDP_HOME).join()


def _from_url(url: str) -> dict[str, Any]:
    return _patient(dict(dj_database_url.parse(url)))


def _embedded(home: Path, role: Any) -> dict[str, Any]:
    parameters = EmbeddedPostgres(home).parameters(role)
    return _patient(
        {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parameters.pop("dbname"),
            "USER": parameters.pop("user"),
            "HOST": parameters.pop("host"),
            "OPTIONS": parameters,
        }
    )


def _patient(database: dict[str, Any]) -> dict[str, Any]:
    """Connections stay open between requests and are asked whether they still live."""
    given = database.get("OPTIONS", {})
    session = f"{given.get('options', '')} {FORGIVING}".strip()
    options = {"connect_timeout": 5, **given, "options": session}
    return {**database, "OPTIONS": options, "CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}


def _reading(replica: dict[str, Any], program: dict[str, Any]) -> dict[str, Any]:
    options = replica["OPTIONS"]
    session = f"{options['options']} {READ_ONLY}"
    test = {} if replica is not program else {"MIRROR": "default"}
    return {**replica, "OPTIONS": {**options, "options": session}, "TEST": test}
