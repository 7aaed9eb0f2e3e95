"""A pipeline is told of a release: it subscribes, verifies what comes, and is told again."""

from typing import Any

import pytest
from standardwebhooks import Webhook

from apps.audit.models import AuditLog
from apps.events.carrying import deliver_all
from tests import builders
from tests.events.listening import make_due
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import allowed, receiver

pytestmark = pytest.mark.django_db


def test_an_owner_has_a_pipeline_told_of_each_release(person: Any) -> None:
    builders.organization("uniprot")
    builders.source("sprot")
    ada = person("ada").api
    builders.member("ada", "owner")
    with allowed(), receiver(receiving.status(503), receiving.well) as pipeline:
        asked = {"url": pipeline.url, "types": ["version.published"], "organization": "uniprot"}
        made = ada.post("webhooks", {**asked, "reason": "nightly analysis"})
        assert made.status == 201
        builders.release("2026_01")
        settle()
        deliver_all()  # the pipeline is just starting
        make_due()
        deliver_all()

    told = pipeline.got[-1]
    event = Webhook(made.body["secret"]).verify(told.body, told.headers)
    assert event["subject"] == "sources/uniprot/sprot/versions/1.0.0"
    assert event["data"]["resource"]["external_version"] == "2026_01"

    (delivery,) = ada.get(f"webhooks/{made.body['id']}/deliveries").body["results"]
    assert (delivery["state"], delivery["attempts"]) == ("done", 2)
    assert [attempt["status"] for attempt in delivery["log"]] == [204, 503]
    trail = AuditLog.objects.get(action="create_webhook")
    assert trail.metadata["reason"] == "nightly analysis"
