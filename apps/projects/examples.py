"""What the published schema shows of projects: a lab that screens insulin."""

from datetime import UTC, date, datetime
from uuid import UUID

from apps.biology.dtos import Change
from apps.core.examples import show, show_address, show_body, show_documents
from apps.projects import manifests
from apps.projects.dtos import (
    Changed,
    Counts,
    LockChange,
    LockEnvelope,
    LockSummary,
    ManifestDetail,
    ProjectDetail,
    ProjectSummary,
    ReconciledPin,
    ReconciliationDetail,
    ReconciliationSummary,
)
from apps.projects.serializers import CreateProject, LockProject, Manifest, UpdateProject
from apps.resolving.examples import LOCK, SPEC

ID = UUID("019be3a1-5b20-7f6e-9d31-0a1b2c3d4e5f")
BEGUN, LOCKED, LATELY = (datetime(2026, month, 9, 8, tzinfo=UTC) for month in (2, 3, 4))
ABOUT = "Which residues of insulin its receptor holds on to."
RELEASE = "uniprot:swissprot@2026_01"

MANIFEST = ManifestDetail(
    project={"name": "insulin-screen", "version": "1.0"}, sources=(SPEC, RELEASE), tools=()
)
CHANGE = LockChange(
    section="sources", spec=SPEC, before="uniprot:P01308@1.3.0", after="uniprot:P01308@1.4.0",
    facts=("checksum", "size"),
)  # fmt: skip
MEMBER = Change(
    change_type="modified", category="annotation", source="uniprot/P01308", before="1.3.0",
    after="1.4.0",
)  # fmt: skip
PINS = (
    ReconciledPin(
        section="sources", spec=RELEASE, locked="uniprot:swissprot@1.0.0",
        current="uniprot:swissprot@1.1.0", status="newer", bump="minor",
        changes=Changed(added=120, modified=2041), members=(MEMBER,), license_changed=False,
    ),
    ReconciledPin(
        section="sources", spec=SPEC, locked="uniprot:P01308@1.4.0",
        current="uniprot:P01308@1.4.0", status="deprecated",
        reason="The annotation of 2026_01 is partial.", superseded_by="uniprot:P01308@1.5.0",
    ),
)  # fmt: skip
COUNTS = Counts(newer=1, deprecated=1)

show(
    ProjectSummary(
        id=ID, owner="lab", name="insulin-screen", description=ABOUT, watch=True,
        locked_at=LOCKED, updated_at=LOCKED,
    ),
    ProjectDetail(
        id=ID, owner="lab", owner_id=ID, name="insulin-screen", description=ABOUT, watch=True,
        locked_at=LOCKED, created_at=BEGUN, updated_at=LOCKED,
    ),
    MANIFEST,
    LockSummary(
        id=ID, checksum=LOCK.checksum, pins=1, added=0, changed=1, removed=0,
        number=2, locked_by="ada", created_at=LOCKED,
    ),
    LockEnvelope(number=2, locked_by="ada", created_at=LOCKED, difference=(CHANGE,), lock=LOCK),
    ReconciliationSummary(
        id=ID, in_sync=False, lock=2, counts=COUNTS, reconciled_by="ada", created_at=LATELY
    ),
    ReconciliationDetail(
        id=ID, in_sync=False, lock=2, counts=COUNTS, reconciled_by="ada", created_at=LATELY,
        pins=PINS,
    ),
)  # fmt: skip
show_documents(
    "manifest",
    **{
        "application/json": MANIFEST,
        manifests.YAML: manifests.document(MANIFEST, "yaml").content.decode(),
    },
)
show_body(CreateProject, name="insulin-screen", description=ABOUT, watch=True)
show_body(UpdateProject, watch=True, reason="We want to hear of it.")
show_body(Manifest, project={"name": "insulin-screen"}, sources=[SPEC], tools=[])
show_body(LockProject, as_of=date(2026, 2, 1))
show_address("owner", "uniprot", "An organization's slug or id, or @ and the name of a person.")
show_address("name", "insulin-screen", "The project's name, in any case, or its id.")
show_address("reconciliation_id", ID, "The reconciliation's id.")
