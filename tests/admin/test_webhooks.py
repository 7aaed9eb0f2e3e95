"""Curators make webhooks and give them new secrets: each secret is shown once."""

import re

import pytest

from apps.audit.models import AuditLog
from apps.webhooks.models import Webhook
from tests.admin.browser import Browser
from tests.builders import organization
from tests.conftest import leaves_no_trace, leaves_trace

pytestmark = pytest.mark.django_db

ADD = "webhooks/webhook/add/"
URL = "https://hooks.example/T0?key=hidden"


def secrets_on(text: str) -> list[str]:
    return re.findall(r"whsec_[A-Za-z0-9+/=]+", text.replace("&#x2B;", "+"))


def test_a_secret_is_shown_to_who_made_the_webhook_and_never_again(curator: Browser) -> None:
    organization("uniprot")
    form = curator.open(ADD).filled(
        url=URL, types="version.published", subject="sources/uniprot", reason="asked"
    )
    with leaves_trace("create_webhook") as row:
        answer = curator.send(ADD, form)
    made = Webhook.objects.get()
    assert secrets_on(answer.text) == [made.secret]
    assert (made.url, made.types) == (URL, ["org.bdp.version.published"])
    assert row.metadata["reason"] == "asked"
    page = f"webhooks/webhook/{made.pk}/change/"
    for address in (page, "webhooks/webhook/", ""):
        assert secrets_on(curator.open(address).text) == []


def test_a_new_secret_is_shown_once_and_the_old_one_ends_when_asked(curator: Browser) -> None:
    curator.send(ADD, curator.open(ADD).filled(url=URL))
    made = Webhook.objects.get()
    rotate = f"webhooks/webhook/{made.pk}/do/rotate/"
    assert "shown once" in curator.open(rotate).text
    with leaves_trace("rotate_webhook"):
        answer = curator.send(
            rotate, {"confirmed": "1", "overlap_hours": "0", "reason": "known to others"}
        )
    now = Webhook.objects.get()
    assert secrets_on(answer.text) == [now.secret]
    assert now.secret != made.secret
    assert now.previous_secret is None
    assert secrets_on(curator.open(f"webhooks/webhook/{made.pk}/change/").text) == []
    assert made.secret not in str(list(AuditLog.objects.values_list("metadata", flat=True)))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"url": "http://127.0.0.1:8000/"}, "a loopback address"),
        ({"url": "ftp://hooks.example/"}, "only http and https"),
        ({"url": ""}, "This field is required."),
        ({"url": URL, "types": "version.publshed"}, "version.publshed"),
    ],
)
def test_what_cannot_be_is_told_beside_the_field(
    curator: Browser, typed: dict[str, str], why: str
) -> None:
    form = curator.open(ADD).filled()
    with leaves_no_trace():
        answer = curator.send(ADD, {**form, **typed})
    assert why in answer.text
    assert not Webhook.objects.exists()


def test_a_change_says_only_what_was_typed(curator: Browser) -> None:
    types = "version.yanked\nversion.published"
    curator.send(ADD, curator.open(ADD).filled(url=URL, types=types))
    made = Webhook.objects.get()
    page = f"webhooks/webhook/{made.pk}/change/"
    with leaves_trace("update_webhook") as row:
        curator.send(page, curator.open(page).filled(subject="sources/uniprot"))
    assert row.metadata["after"] == {"subject": "sources/uniprot"}
    with leaves_no_trace():
        curator.send(page, curator.open(page).filled())
