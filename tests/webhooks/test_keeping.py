"""Who keeps webhooks, what is refused, and that no secret is told twice."""

import logging
from typing import Any

import pytest

from apps.audit.models import AuditLog
from apps.core.outbound import Outbound
from apps.core.services import services
from apps.events.carrying import deliver_all
from apps.events.models import Delivery, Subscription
from apps.webhooks.commands import create_webhook
from apps.webhooks.models import Attempt, Webhook
from tests import builders
from tests.builders import BUILDER
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace, leaves_trace
from tests.events.listening import make_due
from tests.events.told import settle
from tests.webhooks import receiving
from tests.webhooks.receiving import receiver

pytestmark = pytest.mark.django_db

URL = "https://hooks.example/T0/very-secret?key=hidden"


def made(api: Api, **details: Any) -> Answer:
    """The answer to a new webhook."""
    return api.post("webhooks", {"url": URL, "types": [], **details})


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1/",
     "http://localhost:8000/", "http://2130706433/"],
)  # fmt: skip
def test_private_targets_are_refused_with_the_reason(api: Api, url: str) -> None:
    with leaves_no_trace():
        answer = made(api, url=url)
    assert answer.status == 400
    assert answer.body["errors"][0]["field"] == "url"
    assert any(
        word in answer.body["detail"]
        for word in ("loopback", "link-local", "private", "is a number")
    )


def test_a_change_to_a_private_target_is_refused(api: Api) -> None:
    hook = made(api).body["id"]
    with leaves_no_trace():
        assert api.patch(f"webhooks/{hook}", {"url": "http://[::1]/"}).status == 400


def test_the_operator_may_allow_them(api: Api) -> None:
    with services.replaced(outbound=Outbound(allow_private=True)):
        assert made(api, url="http://127.0.0.1:8000/").status == 201


def test_a_name_bound_anew_is_refused_when_it_is_delivered_to(api: Api) -> None:
    bound = ["8.8.8.8"]
    with services.replaced(outbound=Outbound(allow_private=False, resolve=lambda *_: bound)):
        hook = made(api, url="http://rebinding.example/").body["id"]
        bound[:] = ["169.254.169.254"]
        builders.organization("uniprot")
        settle()
        deliver_all()
    (delivery,) = api.get(f"webhooks/{hook}/deliveries").body["results"]
    assert "a link-local address" in delivery["log"][0]["error"]
    assert delivery["state"] == "waiting"


def test_the_secret_is_told_once(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = made(api)
        hook, secret = answer.body["id"], answer.body["secret"]
        assert secret.startswith("whsec_")
        assert answer.headers["Location"].endswith(f"/webhooks/{hook}")
        assert api.get(f"webhooks/{hook}").body["secret"] is None
        assert api.patch(f"webhooks/{hook}", {"types": ["version.yanked"]}).body["secret"] is None
        rotated = api.post(f"webhooks/{hook}/rotate", {}).body
        assert rotated["secret"] not in (None, secret)
        assert rotated["previous_until"] is not None
        assert api.delete(f"webhooks/{hook}").status == 204
    told = caplog.text + str(list(AuditLog.objects.values_list("metadata", "entity_label")))
    assert not any(word in told for word in (secret, rotated["secret"], "very-secret", "hidden"))


def test_each_change_leaves_its_trace(api: Api) -> None:
    with leaves_trace("create_webhook"):
        hook = made(api).body["id"]
    with leaves_trace("update_webhook") as row:
        api.patch(f"webhooks/{hook}", {"types": ["version.yanked"], "reason": "less"})
    assert row.metadata == {
        "before": {"types": []}, "after": {"types": ["org.bdp.version.yanked"]}, "reason": "less",
    }  # fmt: skip
    with leaves_no_trace():
        api.patch(f"webhooks/{hook}", {"types": ["version.yanked"], "paused": False})
    with leaves_trace("rotate_webhook"):
        api.post(f"webhooks/{hook}/rotate", {})
    with leaves_trace("delete_webhook"):
        api.delete(f"webhooks/{hook}")
    assert api.get(f"webhooks/{hook}").status == 404


@pytest.mark.parametrize(
    ("details", "field"),
    [
        ({"types": ["version.publshed"]}, "types.0"),
        ({"types": "version.published"}, "types"),
        ({"types": [7]}, "types.0"),
        ({"url": None}, "url"),
        ({"url": "http://u:p@example.org/"}, "url"),
        ({"url": "https://exämple.org/" + "x" * 2000}, "url"),
        ({"organization": "uniprot", "subject": "sources/pdb/x"}, "subject"),
        ({"subject": "source/uniprot"}, "subject"),
        ({"subject": "*"}, "subject"),
        ({"url": "http://1.1.1.1:0/"}, "url"),
        ({"secret": "mine"}, "secret"),
    ],
)
def test_what_makes_no_sense_is_refused(api: Api, details: dict[str, Any], field: str) -> None:
    builders.organization("uniprot")
    answer = made(api, **details)
    assert answer.status == 400
    assert answer.body["errors"][0]["field"].startswith(field.partition(".")[0])


@pytest.mark.parametrize("subject", ["/sources/uniprot/", "sources/uniprot", "sources/"])
def test_a_subject_is_heard_of_however_many_slashes_stand_around_it(api: Api, subject: str) -> None:
    builders.organization("uniprot")
    for details in ({}, {"organization": "uniprot"}):
        hook = made(api, subject=subject, **details).body
        assert hook["subject"] == subject.strip("/")
        other = api.patch(f"webhooks/{hook['id']}", {"subject": "/organizations/uniprot/"})
        assert other.body["subject"] == "organizations/uniprot"


def test_owners_keep_those_of_their_organization_alone(person: Any) -> None:
    ada, organizations = person("ada"), ("uniprot", "pdb")
    for organization in organizations:
        builders.organization(organization)
    builders.member("ada", "owner", of="uniprot")
    assert made(ada.api, organization="uniprot").status == 201
    assert made(ada.api, organization="pdb").status == 403
    refused = made(ada.api)
    assert (refused.status, "it takes a curator" in refused.body["detail"]) == (403, True)
    theirs = create_webhook(actor=BUILDER, organization="pdb", url=URL).id
    registrys = create_webhook(actor=BUILDER, organization=None, url=URL).id
    assert [hook["organization"] for hook in ada.api.get("webhooks").body["results"]] == ["uniprot"]
    for hook in (theirs, registrys):
        assert ada.api.get(f"webhooks/{hook}").status == 404
        assert ada.api.get(f"webhooks/{hook}/deliveries").status == 404
        assert ada.api.patch(f"webhooks/{hook}", {"paused": True}).status == 403
        assert ada.api.post(f"webhooks/{hook}/rotate", {}).status == 403
        assert ada.api.delete(f"webhooks/{hook}").status == 403
    curator = person("lin", groups=["curator"]).api
    assert len(curator.get("webhooks").body["results"]) == 3
    assert len(curator.get("webhooks", organization="pdb").body["results"]) == 1


def test_whoever_saw_an_older_state_changes_nothing(api: Api) -> None:
    answer = made(api)
    hook, tag = f"webhooks/{answer.body['id']}", answer.headers["ETag"]
    assert api.get(hook).headers["ETag"] == tag
    assert api.send("PATCH", hook, body={"paused": True}, if_match=tag).status == 200
    assert api.send("PATCH", hook, body={"paused": False}, if_match=tag).status == 412
    assert api.send("DELETE", hook, if_match=tag).status == 412


@pytest.mark.usefixtures("at_home")
def test_every_attempt_is_logged_and_a_delivery_made_again(api: Api) -> None:
    with receiver(receiving.status(500, b"starting"), receiving.well) as there:
        hook = made(api, url=there.url).body["id"]
        builders.organization("uniprot")
        settle()
        deliver_all()
        make_due()
        deliver_all()
        (delivery,) = api.get(f"webhooks/{hook}/deliveries").body["results"]
        assert [(each["status"], each["answer"]) for each in delivery["log"]] == [
            (204, ""), (500, "starting"),
        ]  # fmt: skip
        assert all(each["milliseconds"] >= 0 for each in delivery["log"])
        with leaves_trace("redeliver_webhook"):
            again = api.post(f"webhooks/{hook}/deliveries/{delivery['id']}/redeliver", {})
        assert again.body["state"] == "waiting"
        deliver_all()
    ids = {told.headers["webhook-id"] for told in there.got}
    assert (len(there.got), ids) == (3, {delivery["event"]})


@pytest.mark.usefixtures("at_home")
def test_an_organization_takes_its_webhooks_with_it(api: Api) -> None:
    with receiver(receiving.status(500)) as there:
        builders.organization("uniprot")
        made(api, url=there.url, organization="uniprot")
        builders.person("ada")
        builders.member("ada", "owner")
        settle()
        deliver_all()
        assert Attempt.objects.count() == 1
        assert api.delete("organizations/uniprot?reason=gone").status == 204
    left = [model.objects.count() for model in (Webhook, Attempt, Delivery)]
    assert (left, Subscription.objects.filter(sender="webhook").count()) == ([0, 0, 0], 0)


def test_a_delivery_of_another_webhook_is_not_there(api: Api) -> None:
    hook = made(api).body["id"]
    with leaves_no_trace():
        gone = api.post(f"webhooks/{hook}/deliveries/{hook}/redeliver", {})
    assert gone.status == 404
