"""Every list there is, at one address that shows it, and what it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.clients import Api
from tests.surface import projects, rows
from tests.surface.rows import Rows
from tests.surface.trials import ORGANIZATION, PROJECT, SOURCE, VERSION, WEBHOOK

HERE = {
    "owner": "uniprot",
    "name": "screen",
    "organization": "uniprot",
    "source": "sprot",
    "version": "2024_01",
    "webhook_id": rows.WEBHOOK,
}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A list as somebody asks for it."""

    rows: Rows
    asks: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "&".join(f"{name}={value}" for name, value in self.asks.items()) or "everything"


def _all(made_of: Rows) -> Listed:
    return Listed(rows=made_of)


LISTS: dict[str, list[Listed]] = {
    "GET organizations": [
        _all(rows.ORGANIZATIONS),
        Listed(rows=rows.ORGANIZATIONS, asks={"is_system": "true"}),
        Listed(rows=rows.ORGANIZATIONS, asks={"q": "one"}),
    ],
    f"GET {ORGANIZATION}/members": [_all(rows.MEMBERS)],
    f"GET {ORGANIZATION}/audit": [_all(rows.TRAIL_OF_ORGANIZATION)],
    "GET sources": [
        _all(rows.SOURCES),
        Listed(rows=rows.TWINS, asks={"type": "other"}),
        Listed(rows=rows.SOURCES, asks={"q": "kinase"}),
        Listed(rows=rows.SOURCES, asks={"org": "uniprot", "type": "protein"}),
        Listed(rows=rows.SOURCES, asks={"tag": "human", "license": "MIT"}),
        Listed(rows=rows.SOURCES, asks={"archived": "false", "updated_since": "2026-03-05"}),
    ],
    f"GET {SOURCE}/audit": [_all(rows.TRAIL_OF_SOURCE)],
    f"GET {SOURCE}/versions": [
        _all(rows.VERSIONS),
        Listed(
            rows=rows.VERSIONS,
            asks={
                "status": "draft",
                "released_since": "2026-01-02",
                "released_until": "2026-01-04",
            },
        ),
    ],
    f"GET {VERSION}/audit": [_all(rows.TRAIL_OF_VERSION)],
    f"GET {VERSION}/dependencies": [
        Listed(rows=rows.MEMBERS_OF_A_RELEASE),
        Listed(rows=rows.MEMBERS_OF_A_RELEASE, asks={"kind": "member", "q": "m"}),
    ],
    f"GET {VERSION}/dependents": [
        Listed(rows=rows.DEPENDENTS),
        Listed(rows=rows.DEPENDENTS, asks={"kind": "required", "q": "d"}),
    ],
    f"GET {VERSION}/changes": [
        Listed(rows=rows.MEMBERS_OF_A_RELEASE),
        Listed(rows=rows.MEMBERS_OF_A_RELEASE, asks={"change_type": "added"}),
    ],
    f"GET {SOURCE}/diff": [
        Listed(rows=rows.MEMBERS_OF_A_RELEASE, asks={"from": "2023_12", "to": "2024_01"}),
        Listed(
            rows=rows.MEMBERS_OF_A_RELEASE,
            asks={"from": "2024_01", "to": "1.0.0", "change_type": "removed"},
        ),
    ],
    f"GET {VERSION}/files": [],  # as many as there are formats: tests/files walks it
    "GET checksums/{sha256}": [],  # as many as hold the same bytes: tests/files walks it
    "GET proteins": [
        _all(rows.PROTEINS),
        Listed(rows=rows.PROTEINS, asks={"gene": "ins", "taxid": "9606", "reviewed": "true"}),
        Listed(rows=rows.PROTEINS, asks={"q": "sample", "min_length": "5", "max_length": "70"}),
    ],
    "GET audit": [
        _all(rows.TRAIL_OF_SOURCE),
        Listed(rows=rows.TRAIL_OF_SOURCE, asks={"action": "update_source", "actor": "ada"}),
        Listed(rows=rows.TRAIL_OF_SOURCE, asks={"source": "uniprot/sprot"}),
        Listed(rows=rows.TRAIL_OF_SOURCE, asks={"touching": "uniprot/sprot"}),
        Listed(rows=rows.TRAIL_OF_SOURCE, asks={"organization": "uniprot", "since": "2026-03-02"}),
    ],
    "GET jobs": [_all(rows.JOBS)],
    "GET search": [
        Listed(rows=rows.HITS, asks={"q": "kinase"}),
        Listed(rows=rows.HITS, asks={"q": "kinase", "type": "protein", "tag": "human"}),
    ],
    "GET projects": [
        _all(projects.PROJECTS),
        Listed(rows=projects.PROJECTS, asks={"watch": "true", "owner": "uniprot"}),
    ],
    f"GET {PROJECT}/audit": [_all(projects.TRAIL)],
    f"GET {PROJECT}/locks": [_all(projects.LOCKS)],
    f"GET {PROJECT}/reconciliations": [
        _all(projects.RECONCILIATIONS),
        Listed(rows=projects.RECONCILIATIONS, asks={"in_sync": "true"}),
    ],
    "GET webhooks": [
        _all(rows.WEBHOOKS),
        Listed(rows=rows.WEBHOOKS, asks={"organization": "uniprot"}),
    ],
    f"GET {WEBHOOK}/deliveries": [_all(rows.DELIVERIES)],
    "GET tokens": [
        _all(rows.TOKENS),
        Listed(rows=rows.TOKENS, asks={"scope": "read", "valid": "false"}),
    ],
}

EACH = [(operation, listed) for operation, several in LISTS.items() for listed in several]


def address(operation: str, listed: Listed) -> str:
    """Where the list stands, asked as it is."""
    path = operation.removeprefix("GET ").format(**HERE)
    return f"{Api.base}/{path}?{urlencode(listed.asks)}"
