"""What the published schema shows of citations: human insulin, as of a day."""

from datetime import date

from apps.citing.citations import LOCK_STYLES, STYLES
from apps.citing.dtos import (
    Bibliography,
    Brought,
    Flag,
    FoundLicense,
    Held,
    Lock,
    LockLicenses,
    Pin,
    Release,
    Work,
)
from apps.citing.exports import crate, pooch, prefixes, schema_org
from apps.citing.serializers import LockDocument
from apps.core.documents import LINKED_DATA
from apps.core.examples import show, show_body, show_documents
from apps.core.rendering import plain
from apps.resolving.examples import LOCK as LOCK_FILE

ORIGIN = "https://bdp.example"
SHA256 = "9f1b3c6c0f3a8d1d5b7a2ad5d6c5b1d3f1b1f0b5a2c7e4d8f3a6b9c2d5e8f1a4"
FASTA = Held(
    format="fasta",
    path="sources/uniprot/P01308/versions/1.4.0/files/fasta",
    sha256=SHA256,
    size=188,
    media_type="text/x-fasta",
)
INSULIN = Work(
    origin=ORIGIN,
    organization="uniprot",
    publisher="UniProt",
    citation=None,
    website="https://www.uniprot.org",
    source="P01308",
    name="Insulin",
    description=None,
    entry_type="data_source",
    source_type="protein",
    external_id="INS_HUMAN",
    tags=(),
    aliases=("Q5EEX2",),
    homepage=None,
    license="CC-BY-4.0",
    license_note=None,
    version="1.4.0",
    external_version=None,
    effective_date=date(2026, 1, 28),
    status="published",
    releases=(Release(source="swissprot", version="1.7.0", external_version="2026_01"),),
    files=(FASTA,),
)
LOCK = Lock(
    pins=(Pin(organization="uniprot", source="P01308", version="1.4.0", files=(FASTA,)),),
    as_of="2026-02-01",
    known_at=None,
    checksum=LOCK_FILE.checksum.removeprefix("sha256-"),
)
TOLD = Bibliography(origin=ORIGIN, works=(INSULIN,), lock=LOCK)
DRUGS = Brought(
    path=("lab:study@^2", "lab:study@2.1.0", "drugcentral:drugcentral@1.0.0"), note=None, versions=1
)
NOT_FOR_SALE = FoundLicense(
    license="CC-BY-NC-4.0",
    known=True,
    forbids=("commercial use",),
    asks=("attribution",),
    versions=1,
    brought_by=(DRUGS,),
)
FLAG = Flag(license="CC-BY-NC-4.0", forbids=("commercial use",), versions=1, brought_by=(DRUGS,))

show(DRUGS, NOT_FOR_SALE, FLAG, LockLicenses(licenses=(NOT_FOR_SALE,), flags=(FLAG,)))
show_body(LockDocument, **plain(LOCK_FILE))
show_documents("citation", **{style.media_type: style.write(TOLD) for style in STYLES.values()})
show_documents(
    "lock citation", **{style.media_type: style.write(TOLD) for style in LOCK_STYLES.values()}
)
show_documents("crate", **{LINKED_DATA: crate.describe(TOLD)})
show_documents("pooch registry", **{"text/plain": pooch.write(TOLD)})
show_documents(
    "prefixes", **{"application/json": prefixes.prefix_map([("uniprot", ["UniProtKB"])], ORIGIN)}
)
show_documents(
    LINKED_DATA,
    version=schema_org.describe_version(INSULIN),
    source=schema_org.describe_source(INSULIN, INSULIN),
)
