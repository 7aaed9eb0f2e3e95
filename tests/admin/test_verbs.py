"""What is done to things: with a reason where one is due, to all that was chosen or to none."""

from typing import Any
from uuid import uuid4

import pytest

from apps.audit.models import AuditLog
from apps.core.admin.doing import MOST_AT_ONCE
from apps.organizations.models import Organization
from apps.sources.models import Source
from apps.versions.models import Version
from tests.admin.browser import Browser
from tests.builders import draft, organization, release, source
from tests.conftest import leaves_no_trace, leaves_trace


@pytest.fixture(autouse=True)
def swissprot(db: None) -> None:
    organization()
    source()


def chosen(action: str, *pks: Any, **more: str) -> dict[str, Any]:
    """The form of a list, with some of its rows chosen."""
    return {"action": action, "index": "0", "_selected_action": [str(pk) for pk in pks], **more}


def test_a_draft_is_published_by_a_button(curator: Browser) -> None:
    made = draft("2026_01")
    page = curator.open(f"versions/version/{made.id}/change/")
    assert "Publish</button>" in page.text
    assert "Yank" not in page.text
    with leaves_trace("publish_version", "version.published"):
        done = curator.send(f"versions/version/{made.id}/do/publish/", {})
    assert "uniprot:sprot@1.0.0”: published." in done.text


@pytest.mark.parametrize("index", ["x", "9", "-9", ""])
def test_which_form_of_a_list_was_sent_need_not_be_told_well(curator: Browser, index: str) -> None:
    form = chosen("publish", draft("2026_01").id, index=index)
    assert curator.send("versions/version/", form).status == 200


@pytest.mark.parametrize(
    ("verb", "action", "event"),
    [
        ("deprecate", "deprecate_version", "version.deprecated"),
        ("yank", "yank_version", "version.yanked"),
    ],
)
def test_a_reason_is_asked_for_and_kept(
    curator: Browser, verb: str, action: str, event: str
) -> None:
    made = release("2026_01")
    page = f"versions/version/{made.id}/do/{verb}/"
    with leaves_no_trace():
        assert "Reason" in curator.open(page).text
        assert "This field is required" in curator.send(page, {"confirmed": "1"}).text
        curator.send(page, {"reason": "unseen"})
    with leaves_trace(action, event) as row:
        curator.send(page, {"confirmed": "1", "reason": "wrong"})
    assert row.metadata["reason"] == "wrong"
    assert row.actor_label == "ada"


def test_a_successor_that_is_not_there_is_told_beside_what_was_typed(curator: Browser) -> None:
    made = release("2026_01")
    typed = {"confirmed": "1", "reason": "old", "superseded_by": "uniprot:sprot@9.9.9"}
    with leaves_no_trace():
        refused = curator.send(f"versions/version/{made.id}/do/deprecate/", typed)
    assert "superseded_by:" in refused.text
    assert "uniprot:sprot@9.9.9" in refused.text


def test_a_source_is_archived_brought_back_and_refused_to_be_deleted(curator: Browser) -> None:
    release("2026_01")
    page = f"sources/source/{Source.objects.get().pk}"
    with leaves_trace("archive_source", "source.archived"):
        curator.send(f"{page}/do/archive/", {"confirmed": "1", "reason": "moved"})
    with leaves_trace("unarchive_source", "source.unarchived"):
        curator.send(f"{page}/do/unarchive/", {})
    with leaves_no_trace():
        refused = curator.send(f"{page}/do/delete/", {"confirmed": "1", "reason": "tidy"})
    assert "published versions" in refused.text


def test_an_organization_is_deleted_with_a_reason(curator: Browser) -> None:
    organization("pdb")
    pdb = Organization.objects.get(slug="pdb").pk
    page = f"organizations/organization/{pdb}/do/delete/"
    with leaves_trace("delete_organization", "organization.deleted") as row:
        done = curator.send(page, {"confirmed": "1", "reason": "twice here"})
    assert row.metadata["reason"] == "twice here"
    assert done.address == "/admin/organizations/organization/"


def test_a_list_offers_what_can_be_done_to_several(curator: Browser) -> None:
    draft("2026_01")
    page = curator.open("versions/version/")
    assert '<option value="publish">Publish the selected</option>' in page.text
    assert 'name="index"' in page.text


def test_what_is_shown_to_everybody_is_one_click_away(curator: Browser) -> None:
    made = draft("2026_01")
    source_page = f"sources/source/{Source.objects.get().pk}/change/"
    organization_page = f"organizations/organization/{Organization.objects.get().pk}/change/"
    for page, public in (
        (f"versions/version/{made.id}/change/", "/uniprot/sprot/1.0.0"),
        (source_page, "/uniprot/sprot"),
        (organization_page, "/uniprot"),
    ):
        assert curator.open(page).links["View on site"] == public
        assert curator.client.get(public).status_code == 200


def test_an_empty_list_offers_nothing(curator: Browser) -> None:
    assert 'name="index"' not in curator.open("versions/version/").text


def test_several_drafts_are_published_one_command_each(curator: Browser) -> None:
    pks = [draft(name).id for name in ("2026_01", "2026_02")]
    done = curator.send("versions/version/", chosen("publish", *pks))
    assert "2 published." in done.text
    assert AuditLog.objects.filter(action="publish_version", actor_label="ada").count() == 2
    requests = AuditLog.objects.filter(action="publish_version").values_list("request_id")
    assert len(set(requests)) == 1


def test_one_refusal_undoes_all_and_is_told_by_name(curator: Browser) -> None:
    pks = [draft("2026_01").id, release("2025_01").id]
    with leaves_no_trace():
        refused = curator.send("versions/version/", chosen("publish", *pks))
    assert "Nothing was changed. uniprot:sprot@1.1.0" in refused.text
    assert Version.objects.filter(status="draft").count() == 1


def test_the_reason_for_several_is_asked_once(curator: Browser) -> None:
    pks = [release(name).id for name in ("2026_01", "2026_02")]
    with leaves_no_trace():
        asked = curator.send("versions/version/", chosen("yank", *pks))
    assert asked.text.count('name="_selected_action"') == 2
    confirmed = {"action": "yank", "_selected_action": pks, "confirmed": "1", "reason": "corrupt"}
    assert "2 yanked." in curator.send("versions/version/", confirmed).text
    told = AuditLog.objects.filter(action="yank_version").values_list("metadata__reason", flat=True)
    assert list(told) == ["corrupt", "corrupt"]


@pytest.mark.parametrize(
    ("form", "told"),
    [
        (chosen("publish", *[uuid4() for _ in range(5000)]), f"At most {MOST_AT_ONCE} at once"),
        (chosen("publish", uuid4(), select_across="1"), f"At most {MOST_AT_ONCE} at once"),
        (chosen("publish", "nonsense"), "This selection cannot be understood"),
        (chosen("publish", uuid4()), "1 of those selected are here no more"),
        (chosen("burn", uuid4()), "No action selected"),
        (chosen("publish"), "Items must be selected"),
    ],
    ids=["5,000", "all of them", "no ids", "gone", "no such action", "none"],
)
def test_a_selection_that_cannot_be_done_is_refused_in_a_sentence(
    curator: Browser, form: dict[str, Any], told: str
) -> None:
    draft("2026_01")
    with leaves_no_trace():
        refused = curator.send("versions/version/", form)
    assert refused.status == 200
    assert told in refused.text


def test_a_token_is_revoked_by_its_owner_and_shows_no_secret(curator: Browser) -> None:
    from apps.accounts.models import ApiToken
    from tests.conftest import make_token

    secret = make_token("ada", "write")
    token = ApiToken.objects.get()
    page = f"accounts/apitoken/{token.pk}"
    shown = curator.open(f"{page}/change/").text
    assert secret not in shown
    assert token.digest not in shown
    with leaves_trace("revoke_token"):
        curator.send(f"{page}/do/revoke/", {"confirmed": "1", "reason": "lost"})
