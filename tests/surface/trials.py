"""What is tried at every address: a new one gets its row here, with what the contract says."""

from apps.resolving.locks import checksum_of
from tests.surface.policy import Trial

ORGANIZATION = "organizations/{organization}"
SOURCE = "sources/{organization}/{source}"
VERSION = SOURCE + "/versions/{version}"
PROJECT = "projects/{owner}/{name}"

WEBHOOK = "webhooks/{webhook_id}"
NOBODYS = "019be2e0-2f0b-7e55-a1b2-c3d4e5f60718"  # an id

READ = (Trial(),)
SEEN = (Trial(takes="see projects"),)
# A draft, beside what is published: those who may not see it find nothing there.
READ_VERSION = (Trial(), Trial(takes="see drafts", version="2024_02"))
NEW_SOURCE = {
    "organization": "{organization}",
    "slug": "new",
    "name": "New",
    "source_type": "database",
}
NEW_WEBHOOK = {"url": "https://hooks.example/new", "types": []}
WHY = {"reason": "corrupt"}


def _keep(what: str, scope: str, **sent: object) -> tuple[Trial, ...]:
    return (Trial(takes=f"keep {what}", scope=scope, body=sent),)


def _on(version: str, scope: str, **sent: object) -> tuple[Trial, ...]:
    return (Trial(takes="keep sources", scope=scope, body=sent, version=version),)


LOCK = {
    "lockfile_version": 1,
    "sources": {"uniprot:sprot": {"resolved": "uniprot:sprot@1.1.0", "dependency_count": 0}},
}
CHECKED = {**LOCK, "checksum": checksum_of(LOCK)}
FILE = {"resolved": "uniprot:sprot@1.1.0", "format": "fasta", "checksum": f"sha256-{'0f' * 32}"}
OF_A_FILE = {"lockfile_version": 1, "sources": {"uniprot:sprot-fasta": FILE}}

TRIALS: dict[str, tuple[Trial, ...]] = {
    "GET organizations": READ,
    "POST organizations": _keep("the registry", "admin", slug="new", name="New")
    + _keep("the registry", "admin", slug="new", name="New", is_system=True),
    f"GET {ORGANIZATION}": READ,
    f"PATCH {ORGANIZATION}": _keep("the organization", "admin", name="Another", reason="asked")
    + _keep("the registry", "admin", is_system=True, reason="asked"),
    f"DELETE {ORGANIZATION}": (
        Trial(takes="keep the organization", scope="admin", asks="?reason=merged"),
    ),
    f"GET {ORGANIZATION}/audit": READ,
    f"GET {ORGANIZATION}/statistics": READ,
    f"GET {ORGANIZATION}/members": READ,
    f"GET {ORGANIZATION}/members/{{username}}": READ,
    f"PUT {ORGANIZATION}/members/{{username}}": _keep(
        "the organization", "admin", role="owner", reason="asked"
    ),
    f"DELETE {ORGANIZATION}/members/{{username}}": (
        Trial(takes="keep the organization", scope="admin", asks="?reason=left"),
    ),
    "GET sources": READ,
    "POST sources": _keep("sources", "write", **NEW_SOURCE),
    f"GET {SOURCE}": READ,
    f"PATCH {SOURCE}": _keep("sources", "write", name="Another"),
    f"DELETE {SOURCE}": (Trial(takes="keep sources", scope="write"),),
    f"GET {SOURCE}/audit": READ,
    f"POST {SOURCE}/archive": _keep("sources", "publish"),
    f"POST {SOURCE}/unarchive": _keep("sources", "publish"),
    f"GET {SOURCE}/versions": READ,
    f"POST {SOURCE}/versions": _keep("sources", "write", external_version="2024_03"),
    f"GET {VERSION}": READ_VERSION,
    f"GET {VERSION}/audit": READ_VERSION,
    f"PATCH {VERSION}": _on("2024_02", "write", release_notes="New."),
    f"DELETE {VERSION}": (Trial(takes="keep sources", scope="write", version="2024_02"),),
    f"POST {VERSION}/publish": _on("2024_02", "publish"),
    f"POST {VERSION}/deprecate": _on("2024_01", "publish", **WHY),
    f"POST {VERSION}/yank": _on("2024_01", "publish", **WHY),
    f"POST {VERSION}/unyank": _on("2023_12", "publish"),
    f"GET {VERSION}/citation": READ_VERSION,
    "POST locks/citation": (Trial(body=CHECKED),),
    "POST locks/licenses": (Trial(body=CHECKED),),
    "POST locks/ro-crate": (Trial(body=CHECKED),),
    "POST locks/pooch": (Trial(body=OF_A_FILE),),
    "GET prefixes": READ,
    f"GET {VERSION}/changelog": READ_VERSION,
    f"GET {VERSION}/changes": READ_VERSION,
    f"GET {VERSION}/dependencies": READ_VERSION,
    f"PUT {VERSION}/dependencies": _on(
        "2024_02", "write", dependencies=[{"source": "uniprot/sprot", "version": "2024_01"}]
    ),
    f"GET {VERSION}/dependents": READ_VERSION,
    f"GET {VERSION}/files": READ_VERSION,
    f"GET {VERSION}/files/{{format}}": READ,
    f"PUT {VERSION}/files/{{format}}": (
        Trial(takes="keep sources", scope="write", raw=b">P00001\nMKTAY\n", version="2024_02"),
    ),
    f"GET {VERSION}/SHA256SUMS": READ_VERSION,
    "GET checksums/{sha256}": READ,
    f"GET {SOURCE}/diff": (
        Trial(asks="?from=2023_12&to=2024_01"),
        Trial(takes="see drafts", asks="?from=2023_12&to=2024_02"),
    ),
    "GET proteins": READ,
    "GET proteins/{accession}": READ,
    "POST locks/verify": (Trial(body=CHECKED),),
    "POST resolve": (Trial(body={"sources": ["uniprot:sprot@2024_01"]}),),
    "GET audit": (Trial(takes="read the trail"),),
    "POST audit/erasures": (
        Trial(takes="read the trail", scope="admin", body={"request_id": NOBODYS, "reason": "?"}),
    ),
    "GET jobs": READ,
    "GET jobs/{job_id}": READ,
    "GET search": (Trial(asks="?q=sprot"),),
    "GET search/suggestions": (Trial(asks="?q=spr"),),
    "GET audit/checkpoint": READ,
    "GET audit/consistency": (Trial(asks="?from=1&to=2"),),
    "GET audit/keys": READ,
    "GET audit/{audit_id}/proof": READ,
    "GET events": READ,
    "GET webhooks": (Trial(takes="keep one's own"),),
    "POST webhooks": _keep(
        "the organization", "admin", organization="{organization}", **NEW_WEBHOOK
    )
    + _keep("the registry", "admin", **NEW_WEBHOOK),
    f"GET {WEBHOOK}": (Trial(takes="see webhooks"),),
    f"PATCH {WEBHOOK}": _keep("the organization", "admin", paused=True),
    f"DELETE {WEBHOOK}": (Trial(takes="keep the organization", scope="admin"),),
    f"POST {WEBHOOK}/rotate": _keep("the organization", "admin", overlap_hours=1),
    f"GET {WEBHOOK}/deliveries": (Trial(takes="see webhooks"),),
    f"POST {WEBHOOK}/deliveries/{{delivery_id}}/redeliver": _keep("the organization", "admin"),
    "GET tokens": (Trial(takes="keep one's own"),),
    "POST tokens": _keep("one's own", "admin", name="ci", scopes=["read"]),
    "GET tokens/{token_id}": (Trial(takes="keep one's own", takes_abroad="see somebody else's"),),
    "POST tokens/{token_id}/rotate": (
        Trial(takes="keep one's own", takes_abroad="see somebody else's", scope="admin"),
    ),
    "DELETE tokens/{token_id}": (
        Trial(takes="keep one's own", takes_abroad="end somebody else's", scope="admin"),
    ),
    "GET me": (Trial(takes="keep one's own"),),
    "GET me/permissions": READ,
    "GET projects": (Trial(takes="keep one's own"),),
    "POST projects": _keep("sources", "write", name="new", organization="{owner}")
    + _keep("one's own", "write", name="new"),
    f"GET {PROJECT}": SEEN,
    f"PATCH {PROJECT}": _keep("sources", "write", watch=True),
    f"DELETE {PROJECT}": (Trial(takes="keep sources", scope="write"),),
    f"GET {PROJECT}/audit": SEEN,
    f"GET {PROJECT}/manifest": SEEN,
    f"PUT {PROJECT}/manifest": _keep("sources", "write", sources=["uniprot:sprot", "no:such"]),
    f"GET {PROJECT}/lock": SEEN,
    f"PUT {PROJECT}/lock": _keep("sources", "write"),
    f"GET {PROJECT}/locks": SEEN,
    f"POST {PROJECT}/reconcile": _keep("sources", "write"),
    f"GET {PROJECT}/reconciliations": SEEN,
    f"GET {PROJECT}/reconciliations/{{reconciliation_id}}": SEEN,
    "GET stats": READ,
    "GET schema": READ,
    "GET docs": READ,
}
