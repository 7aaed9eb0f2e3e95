"""Who sees what: what the policy does not open to somebody is neither listed nor reached."""

import pytest
from django.contrib.admin import site

from apps.core.admin.shown import ShownAdmin
from apps.organizations.models import Organization
from apps.sources.models import Source
from tests.admin.browser import Browser
from tests.builders import draft, organization, person, release, source
from tests.conftest import leaves_no_trace, make_token

CURATED = [
    "organizations/organization/", "sources/source/", "versions/version/", "accounts/user/",
    "accounts/apitoken/", "ingestion/job/", "events/event/", "events/delivery/",
    "webhooks/webhook/", "webhooks/attempt/",
]  # fmt: skip


def test_a_curator_sees_what_curators_look_after_and_not_the_whole_trail(curator: Browser) -> None:
    front = curator.open("")
    for each in CURATED:
        assert f'href="/admin/{each}"' in front.text, each
        assert curator.open(each).status == 200, each
    assert 'href="/admin/audit/auditlog/"' not in front.text
    refused = curator.open("audit/auditlog/")
    assert refused.status == 403
    assert "“ada” (curator) may not open this page" in refused.text


def test_an_auditor_sees_the_trail_and_nothing_else(auditor: Browser) -> None:
    organization()
    source()
    made = release("2026_01")
    front = auditor.open("")
    assert 'href="/admin/audit/auditlog/"' in front.text
    assert "Drafts waiting" not in front.text
    assert auditor.open("audit/auditlog/").status == 200
    found = Source.objects.get()
    for each in [
        *CURATED, "organizations/organization/add/",
        f"organizations/organization/{Organization.objects.get().pk}/change/",
        f"sources/source/{found.pk}/change/", f"versions/version/{made.id}/change/",
        f"versions/version/{made.id}/do/yank/",
    ]:  # fmt: skip
        assert f'href="/admin/{each}"' not in front.text
        assert auditor.open(each).status == 403, each
    with leaves_no_trace():
        form = {"confirmed": "1", "reason": "mine"}
        assert auditor.send(f"versions/version/{made.id}/do/yank/", form).status == 403
        assert auditor.send(f"sources/source/{found.pk}/do/archive/", form).status == 403


def test_a_curator_sees_their_own_tokens_and_a_superuser_everybodys(
    curator: Browser, superuser: Browser
) -> None:
    person("eve", ["curator"])
    make_token("eve", "read", name="eves-own")
    make_token("ada", "read", name="adas-own")
    assert "eves-own" not in curator.open("accounts/apitoken/").text
    assert "adas-own" in curator.open("accounts/apitoken/").text
    assert "eves-own" in superuser.open("accounts/apitoken/").text


@pytest.mark.parametrize(
    "address",
    [
        "organizations/organization/?name__icontains=x", "sources/source/?description__regex=.",
        "versions/version/?source__id__exact=nonsense", "sources/source/?p=nonsense",
        "sources/source/nonsense/change/", "versions/version/nonsense/do/yank/",
        "audit/auditlog/?entity_id=nonsense", "audit/auditlog/?since=yesterday&days=x",
        "audit/auditlog/export.xml?entity_id=x", "sources/source/?type=planet&state=sad",
        "autocomplete/?app_label=sources&model_name=source&field_name=organization&term=%25&page=99",
    ],
)  # fmt: skip
def test_an_address_that_makes_no_sense_is_no_failure(superuser: Browser, address: str) -> None:
    assert superuser.open(address).status in (200, 400, 403, 404)


def test_choices_are_completed_by_name_and_named_in_full(curator: Browser) -> None:
    organization()
    source("P01308")
    asked = {"app_label": "versions", "model_name": "version", "field_name": "source"}
    for term in ("", "P01308", "uniprot/P01308", "p013"):
        assert '"text": "uniprot/P01308"' in curator.open("autocomplete/", term=term, **asked).text


def test_a_choice_that_is_no_id_is_refused_on_the_page(curator: Browser) -> None:
    page = curator.open("versions/version/add/")
    with leaves_no_trace():
        refused = curator.send("versions/version/add/", page.filled(source="nonsense"))
    assert refused.status in (200, 400)


def test_things_lead_to_each_other(curator: Browser) -> None:
    organization()
    source()
    made = draft("2026_01")
    page = curator.open(f"versions/version/{made.id}/change/")
    page = curator.open(page.links["uniprot/sprot"].removeprefix("/admin/"))
    assert page.status == 200
    assert curator.open(page.links["versions"].removeprefix("/admin/")).status == 200
    page = curator.open(page.links["uniprot"].removeprefix("/admin/"))
    sources = curator.open(page.links["sources"].removeprefix("/admin/"))
    assert "Swiss-Prot" in sources.text


def test_every_page_is_one_of_ours() -> None:
    strangers = [
        model._meta.label
        for model, page in site._registry.items()
        if not isinstance(page, ShownAdmin)
    ]
    assert strangers == []
