"""Forms call commands: a refusal is told on the page, nothing typed is lost, all or nothing."""

import pytest

from apps.organizations.commands import update_organization
from apps.organizations.models import Membership, Organization
from apps.sources.models import Source
from apps.versions.commands import publish_version
from apps.versions.models import Version
from tests.admin.browser import Browser
from tests.builders import (
    BUILDER,
    address,
    draft,
    member,
    organization,
    person,
    release,
    source,
    stand,
)
from tests.conftest import leaves_no_trace, leaves_trace

MARKUP = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def uniprot() -> str:
    """The page of an organization that has a source with a version."""
    organization()
    source()
    return f"organizations/organization/{Organization.objects.get().pk}/change/"


def test_a_curator_makes_an_organization_a_source_and_a_draft(curator: Browser) -> None:
    page = curator.open("organizations/organization/add/")
    with leaves_trace("create_organization", "organization.created") as row:
        curator.send(
            "organizations/organization/add/",
            page.filled(slug="go", name="Gene Ontology", license="CC-BY-4.0", reason="asked for"),
        )
    assert row.actor_label == "ada"
    assert row.metadata["reason"] == "asked for"
    assert row.metadata["after"]["license"] == "CC-BY-4.0"
    owner = Organization.objects.get()

    page = curator.open("sources/source/add/")
    typed = page.filled(
        organization=str(owner.pk), slug="go-basic", name="GO", tags="a\nb\na", reason="",
        source_type="ontology",
    )  # fmt: skip
    with leaves_trace("create_source", "source.created") as row:
        curator.send("sources/source/add/", typed)
    assert row.metadata["after"]["tags"] == ["a", "b"]

    page = curator.open("versions/version/add/")
    typed = page.filled(source=str(Source.objects.get().pk), external_version="2026-01-01")
    with leaves_trace("create_version", "version.created"):
        curator.send("versions/version/add/", typed)
    assert str(Version.objects.get()) == "1.0.0"


def test_a_change_sends_what_was_typed_and_keeps_before_and_after(curator: Browser) -> None:
    address_ = uniprot()
    page = curator.open(address_)
    assert page.status == 200
    with leaves_trace("update_organization", "organization.updated") as row:
        curator.send(address_, page.filled(name="The UniProt Consortium", reason="renamed"))
    assert row.metadata == {
        "before": {"name": "UniProt"},
        "after": {"name": "The UniProt Consortium"},
        "reason": "renamed",
    }


def test_a_form_sent_as_it_was_shown_writes_nothing(curator: Browser) -> None:
    page_of = uniprot()
    draft("2026_01")
    pages = [
        page_of,
        f"sources/source/{Source.objects.get().pk}/change/",
        f"versions/version/{Version.objects.get().pk}/change/",
    ]
    with leaves_no_trace():
        for each in pages:
            sent = curator.send(each, curator.open(each).filled())
            assert "successfully" in sent.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"slug": "Not A Slug"}, "cannot be a slug"),
        ({"slug": "uniprot"}, "is already taken"),
        ({"slug": "x", "name": "n" * 300}, "A name has 1 to 256 characters"),
        ({"slug": "x", "website": "ftp://x"}, "this is no http(s) address"),
        ({"slug": "x", "versioning_strategy": "{"}, "Enter a valid JSON"),
        ({"slug": "x", "versioning_strategy": '{"default_bump": "huge"}'}, "default_bump"),
        ({"slug": "x", "versioning_strategy": '{"triggers": 1}'}, "triggers"),
        ({"slug": "x", "versioning_strategy": "[" * 50_000}, "nested too deeply"),
        ({"slug": ""}, "This field is required"),
    ],
)
def test_a_refusal_is_told_and_what_was_typed_is_kept(
    curator: Browser, typed: dict[str, str], told: str
) -> None:
    uniprot()
    page = curator.open("organizations/organization/add/")
    with leaves_no_trace():
        sent = curator.send(
            "organizations/organization/add/",
            page.filled(**{"name": "N", "citation": "kept & cited", **typed}),
        )
    assert sent.status == 200
    assert told in sent.text
    assert sent.fields["citation"] == "kept & cited"


def test_the_second_of_two_curators_is_told_and_loses_nothing(
    curator: Browser, signed_in: object
) -> None:
    page_of = uniprot()
    opened = curator.open(page_of)
    update_organization(
        actor=person("eve", ["curator"]), organization="uniprot", name="Eve's", license="MIT"
    )
    with leaves_no_trace():
        refused = curator.send(page_of, opened.filled(name="Ada's", description="Proteins."))
    assert "Somebody has changed this since you read it" in refused.text
    assert "eve, " in refused.text
    assert "name “UniProt” → “Eve&#x27;s”" in refused.text
    kept = (refused.fields["name"], refused.fields["description"], refused.fields["license"])
    assert kept == ("Ada's", "Proteins.", "MIT"), "what was typed stays, the rest is as it is now"

    with leaves_trace("update_organization", "organization.updated") as row:
        curator.send(page_of, refused.filled())
    assert set(row.metadata["after"]) == {"name", "description"}


def test_a_draft_published_meanwhile_is_refused_with_what_was_typed(curator: Browser) -> None:
    uniprot()
    made = draft("2026_01")
    page_of = f"versions/version/{made.id}/change/"
    opened = curator.open(page_of)
    publish_version(actor=BUILDER, **address(made))
    with leaves_no_trace():
        refused = curator.send(page_of, opened.filled(release_notes="Half a day's work"))
    assert refused.status == 200
    assert "Half a day" in refused.text
    assert 'name="release_notes"' not in curator.open(page_of).text


def test_members_and_texts_change_together_or_not_at_all(curator: Browser) -> None:
    page_of = uniprot()
    zoe = person("zoe")
    member("zoe", "owner")
    opened = curator.open(page_of)
    theirs = "memberships-0-role"
    assert opened.fields["memberships-0-user"] == "zoe"
    with leaves_no_trace():
        unsaid = curator.send(page_of, opened.filled(name="Changed"))
        why = {"reason": "asked", theirs: "member"}
        refused = curator.send(page_of, opened.filled(name="Changed", **why))
    assert "Say why: this change needs a reason." in unsaid.text
    assert "is the last owner" in refused.text
    assert Organization.objects.get().name == "UniProt"

    person("yan")
    yan = str(person("yves").user_id)
    added = {
        "memberships-TOTAL_FORMS": "2", "memberships-1-user": yan, "memberships-1-role": "owner",
        "memberships-1-organization": opened.fields["memberships-0-organization"],
        "memberships-1-id": "", "memberships-0-DELETE": "on",
        "reason": "asked",
    }  # fmt: skip
    curator.send(page_of, opened.filled(**added))
    assert list(Membership.objects.values_list("user__username", "role")) == [("yves", "owner")]
    assert zoe.user_id is not None


def test_nothing_that_was_typed_is_executed(curator: Browser) -> None:
    organization(name=MARKUP, description=MARKUP)
    source(name=MARKUP, license="other", license_note=MARKUP, aliases=[MARKUP], tags=[MARKUP])
    stand(release("2026_01", release_notes=MARKUP), "published")
    draft(release_notes=MARKUP, reason=MARKUP)
    ids = [
        Organization.objects.get().pk,
        Source.objects.get().pk,
        *Version.objects.values_list("pk", flat=True),
    ]
    pages = ["", "organizations/organization/", "sources/source/", "versions/version/"]
    pages += [f"organizations/organization/{ids[0]}/change/", f"sources/source/{ids[1]}/change/"]
    pages += [f"versions/version/{pk}/change/" for pk in ids[2:]]
    pages += [f"audit/auditlog/?entity_id={pk}" for pk in ids]
    for each in pages:
        page = curator.open(each)
        assert page.status == 200, each
        assert "<script>alert" not in page.text, each
        assert "<img src=x" not in page.text, each
