"""A lab's story: its data pinned, watched, and explained a year later."""

from datetime import date
from typing import Any

import pytest
from standardwebhooks import Webhook

from apps.events.carrying import deliver_all
from apps.projects.models import Reconciliation
from apps.projects.watching import compare_next
from apps.versions.commands import deprecate_version
from tests import builders
from tests.builders import BUILDER
from tests.events.told import settle
from tests.projects.watchers import make_due
from tests.records import SEQUENCE, record
from tests.releases import ingest
from tests.webhooks import receiving
from tests.webhooks.receiving import allowed, receiver

pytestmark = pytest.mark.django_db

INSULIN, RECEPTOR, GLUCAGON = (record(accession) for accession in ("P01308", "P06213", "P01275"))
MUTATED = record("P01308", sequence=SEQUENCE[::-1])
BDP_YML = b"""
project: {name: insulin-screen, version: 1.0}
sources:
  - uniprot:P01308@^1       # the hormone
  - uniprot:P06213
  - uniprot:swissprot@2026_01
  - go:go@1.0.0             # terms
"""
LAB = "projects/lab/insulin-screen"


@pytest.fixture
def ada(person: Any) -> Any:
    """The owner of a lab, where everything that it will use is out."""
    builders.organization("lab")
    builders.organization("go", name="Gene Ontology")
    builders.organization("uniprot")
    builders.source("go", of="go", source_type="ontology")
    builders.source("weather", of="go")
    builders.release("2026-01-23", of="go/go", on="2026-01-23")
    ingest(INSULIN, RECEPTOR, release="2026_01", day=date(2026, 1, 28))
    ada = person("ada").api
    builders.member("ada", "owner", of="lab")
    return ada


def test_a_lab_pins_its_data_and_hears_what_becomes_of_it(ada: Any) -> None:
    made = {"name": "insulin-screen", "organization": "lab", "watch": True}
    assert ada.post("projects", made).status == 201
    sent = {"raw": BDP_YML, "content_type": "application/yaml"}
    assert ada.send("PUT", f"{LAB}/manifest", **sent).status == 200
    assert ada.send("PUT", f"{LAB}/lock", body={}).status == 200
    assert ada.post(f"{LAB}/reconcile", {"reason": "submission"}).body["in_sync"] is True

    with allowed(), receiver(receiving.well) as office:
        hook = {"url": office.url, "types": ["project.reconciled"], "organization": "lab"}
        settle()
        deliver_all()  # a worker is there
        secret = ada.post("webhooks", hook).body["secret"]
        # one modifies a pinned protein's sequence, one is a minor release, one touches nothing
        ingest(MUTATED, RECEPTOR, GLUCAGON, release="2026_02", day=date(2026, 3, 25))
        builders.release("2026-03-25", of="go/go", on="2026-03-25")
        builders.release("2026", of="go/weather")
        deprecate_version(
            actor=BUILDER, organization="go", source="go", version="1.0.0",
            reason="Terms were merged.", superseded_by="go:go@1.1.0",
        )  # fmt: skip
        _worker_works()

    (told,) = office.got  # the whole burst made one reconciliation
    event = Webhook(secret).verify(told.body, told.headers)
    assert (event["type"], event["subject"]) == ("org.bdp.project.reconciled", LAB)
    heard = {pin["spec"]: pin for pin in event["data"]["resource"]["pins"]}

    answer = ada.post(f"{LAB}/reconcile", {"reason": "the reviewer asks"}).body
    pins = {pin["spec"]: pin for pin in answer["pins"]}
    assert answer["in_sync"] is False
    assert answer["counts"] == {
        "unchanged": 1, "newer": 2, "deprecated": 1, "yanked": 0, "missing": 0,
    }  # fmt: skip
    assert pins["uniprot:P01308@^1"] == {
        "section": "sources", "spec": "uniprot:P01308@^1", "locked": "uniprot:P01308@1.0.0",
        "current": "uniprot:P01308@2.0.0", "status": "newer", "bump": "major",
        "changes": {"added": 0, "removed": 0, "modified": 1}, "category": "sequence",
        "license_changed": False,
    }  # fmt: skip
    assert pins["uniprot:P06213"]["status"] == "unchanged"
    release = pins["uniprot:swissprot@2026_01"]
    assert (release["bump"], release["changes"]) == (
        "major", {"added": 1, "removed": 0, "modified": 1},
    )  # fmt: skip
    assert [member["source"] for member in release["members"]] == ["uniprot/P01308"]
    terms = pins["go:go@1.0.0"]
    assert (terms["status"], terms["bump"], terms["superseded_by"]) == (
        "deprecated", "minor", "go:go@1.1.0",
    )  # fmt: skip
    for spec, pin in heard.items():
        assert {name: value for name, value in pin.items() if value is not None} == pins[spec]
    assert set(heard) == set(pins) - {"uniprot:P06213"}, "the webhook has said it already"


def _worker_works() -> None:
    """What a worker does meanwhile: it tells subscribers, compares, and posts."""
    settle()
    deliver_all()
    make_due()
    compared = sum(1 for _ in iter(compare_next, False))
    assert compared == Reconciliation.objects.filter(reconciled_by="watch").count() == 1
    settle()
    deliver_all()
