"""What the published schema shows of locks: human insulin, pinned with its FASTA."""

from dataclasses import replace
from datetime import date

from apps.core.examples import show, show_body
from apps.core.rendering import plain
from apps.resolving.dtos import Envelope, Lock, Pin, Verification, VerifiedPin, Warned
from apps.resolving.locks import checksum_of
from apps.resolving.serializers import Resolve, VerifyLock

SPEC = "uniprot:P01308-fasta@^1.2"

PIN = Pin(
    resolved="uniprot:P01308@1.4.0",
    external_version="2026_01",
    effective_date=date(2026, 1, 28),
    format="fasta",
    checksum="sha256-9f1b3c6c0f3a8d1d5b7a2ad5d6c5b1d3f1b1f0b5a2c7e4d8f3a6b9c2d5e8f1a4",
    size=196,
    path="sources/uniprot/P01308/versions/1.4.0/files/fasta",
    license="CC-BY-4.0",
    status="deprecated",
    dependency_count=0,
    dependencies_checksum=None,
)
UNSUMMED = Lock(
    lockfile_version=1,
    as_of=date(2026, 2, 1),
    known_at=None,
    sources={SPEC: PIN},
    tools={},
    dependencies={},
    checksum="",
)
LOCK = replace(UNSUMMED, checksum=checksum_of(plain(UNSUMMED)))
WARNED = Warned(
    spec=SPEC,
    resolved=PIN.resolved,
    status="deprecated",
    reason="The annotation of 2026_01 is partial.",
    superseded_by="uniprot:P01308@1.5.0",
)

VERIFIED = Verification(
    holds=False,
    checksum_holds=True,
    pins=(
        VerifiedPin(
            spec=SPEC,
            resolved=PIN.resolved,
            holds=False,
            status="yanked",
            problems=("license was MIT, and is CC-BY-4.0.",),
        ),
    ),
)

show(VERIFIED, VERIFIED.pins[0], LOCK, WARNED, Envelope(lock=LOCK, warnings=(WARNED,)))
show_body(VerifyLock, **plain(LOCK))
show_body(Resolve, sources=["uniprot:swissprot-sample"], as_of=date(2026, 2, 1))
