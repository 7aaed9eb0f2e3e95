"""A tag never lies: whatever changes of what is shown, whoever asks again gets it anew."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F

from apps.core.dto import columns
from apps.core.preconditions import tag_of
from apps.core.services import Clock, services
from apps.organizations.dtos import OrganizationChanges, OrganizationDetail
from apps.organizations.models import Organization
from apps.sources.dtos import SourceChanges, SourceDetail
from apps.sources.models import Source
from apps.versions.dtos import VersionDetail, VersionDetails
from apps.versions.models import Version
from tests.clients import Api

ORGANIZATION = "organizations/uniprot"
SOURCE = "sources/uniprot/sp"
DRAFT = f"{SOURCE}/versions/1.1.0"
PUBLISHED = f"{SOURCE}/versions/1.0.0"
SHOWN: dict[str, tuple[Any, Any, str]] = {
    "organization": (Organization, OrganizationDetail, ORGANIZATION),
    "source": (Source, SourceDetail, SOURCE),
    "version": (Version, VersionDetail, PUBLISHED),
}
NEW: dict[str, Any] = {
    "contact_email": "help@uniprot.org", "version_scheme": "semver", "is_system": True,
    "versioning_strategy": {"default_bump": "minor"}, "entry_type": "tool",
    "source_type": "protein",
    "tags": ["curated"], "aliases": ["UniProtKB"], "superseded_by": "uniprot/other",
    "license": "CC0-1.0", "release_date": "2024-01-24",
    **dict.fromkeys(
        ("website", "logo_url", "documentation_url", "data_source_url", "homepage",
         "repository_url"),
        "https://example.org",
    ),
}  # fmt: skip


@pytest.fixture(autouse=True)
def registry(api: Api) -> None:
    api.post("organizations", {"slug": "uniprot", "name": "UniProt"})
    source = {"organization": "uniprot", "name": "SP", "source_type": "database"}
    for slug in ("sp", "other"):
        api.post("sources", {**source, "slug": slug})
    for name in ("2024_01", "2024_02"):
        api.post(f"{SOURCE}/versions", {"external_version": name})
    api.post(f"{SOURCE}/versions/2024_01/publish")


def seen_anew(reader: Api, path: str, change: Callable[[], Any]) -> bool:
    """Whether a reader who has kept what stood before `change` is given what stands now."""
    before = reader.get(path)
    tag = before.headers["ETag"]
    assert reader.send("GET", path, if_none_match=tag).status == 304
    change()
    after = reader.send("GET", path, if_none_match=tag)
    return after.status == 200 and after.headers["ETag"] != tag and after.body != before.body


@pytest.mark.parametrize(
    ("path", "field"),
    [
        *((ORGANIZATION, field) for field in OrganizationChanges.__annotations__),
        *((SOURCE, field) for field in SourceChanges.__annotations__),
        *((DRAFT, field) for field in VersionDetails.__annotations__),
    ],
)
def test_every_field_that_may_change_gives_another(
    api: Api, stranger: Api, path: str, field: str
) -> None:
    def change() -> None:
        answer = api.patch(path, {field: NEW.get(field, "Something new")})
        assert answer.status == 200, answer.body

    assert seen_anew(api if path == DRAFT else stranger, path, change)


@pytest.mark.parametrize("verb", ["archive", "unarchive"])
def test_an_archived_source_has_another(api: Api, stranger: Api, verb: str) -> None:
    if verb == "unarchive":
        api.post(f"{SOURCE}/archive")
    assert seen_anew(stranger, SOURCE, lambda: api.post(f"{SOURCE}/{verb}", {"reason": "so"}))


@pytest.mark.parametrize("verbs", [("deprecate",), ("yank",), ("yank", "unyank")])
def test_every_state_of_a_version_has_another(
    api: Api, stranger: Api, verbs: tuple[str, ...]
) -> None:
    for verb in verbs:

        def change(verb: str = verb) -> None:
            assert api.post(f"{PUBLISHED}/{verb}", {"reason": "broken"}).status == 200

        assert seen_anew(stranger, PUBLISHED, change)


def test_what_is_latest_moves_on_to_another(api: Api, stranger: Api) -> None:
    latest = f"{SOURCE}/versions/latest"
    assert seen_anew(stranger, latest, lambda: api.post(f"{SOURCE}/versions/2024_02/publish"))


@pytest.mark.parametrize("kind", SHOWN)
def test_no_row_changes_without_it_even_by_hand(stranger: Api, kind: str) -> None:
    model, _, path = SHOWN[kind]
    reason = "license" if model is not Version else "reason"

    assert seen_anew(stranger, path, lambda: model.objects.update(**{reason: "MIT"}))
    assert seen_anew(
        stranger, path, lambda: model.objects.update(updated_at=F("created_at"), **{reason: "X"})
    )


def test_a_clock_that_was_set_back_gives_no_old_one_again(api: Api, stranger: Api) -> None:
    tags = [stranger.get(ORGANIZATION).headers["ETag"]]
    then = datetime.fromisoformat(stranger.get(ORGANIZATION).body["created_at"])

    with services.replaced(clock=Clock(lambda: then)):
        changed = [api.patch(ORGANIZATION, {"name": name}) for name in ("One", "Two", "Three")]
    tags += [answer.headers["ETag"] for answer in changed]

    assert len(set(tags)) == 4


@pytest.mark.parametrize("kind", SHOWN)
def test_nothing_is_shown_of_a_row_but_its_own_columns_and_fixed_addresses(kind: str) -> None:
    _, shown, _ = SHOWN[kind]
    fixed = {"organization__slug", "source__organization__slug", "source__slug"}
    assert {path for path in columns(shown).values() if "__" in path} <= fixed


def test_a_release_that_shows_more_of_a_row_gives_it_another() -> None:
    more = make_dataclass("More", [*((f.name, f.type) for f in fields(SourceDetail)), "stars"])
    row = Organization(id=UUID(int=1), updated_at=datetime.now().astimezone())

    assert tag_of(SourceDetail, row) != tag_of(more, row)
    assert tag_of(SourceDetail, row) == tag_of(SourceDetail, row)
