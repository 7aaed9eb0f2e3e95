"""Each page tells what the registry holds, to whom it may."""

from datetime import date, timedelta

import pytest

from apps.core.services import services
from apps.dependencies.commands import set_dependencies
from apps.organizations import commands as organizations
from apps.sources import commands as sources
from apps.versions import commands as versions
from tests import builders
from tests.clients import Api
from tests.pages.reading import Read, read
from tests.records import SEQUENCE, record
from tests.releases import ingest


def shown(address: str, visitor: Api | None = None) -> Read:
    answer = (visitor or Api()).get(address)
    assert answer.status == 200, answer.body
    return read(answer.body)


def test_the_first_page_tells_how_much_there_is_and_what_came_last(swissprot: str) -> None:
    page = shown("/")
    assert "Published versions 2" in page.text
    assert "/uniprot/sprot/1.1.0" in page.links
    assert "2024_02" not in page.text, "a draft is no release"


def test_the_first_page_tells_of_nothing_that_is_still_to_come(swissprot: str) -> None:
    far = services.clock.now().date() + timedelta(days=400)
    builders.release("2099_01", on=far.isoformat())
    assert "2099_01" not in shown("/").text


def test_an_organization_tells_of_itself_its_sources_and_its_trail(swissprot: str) -> None:
    page = shown("/uniprot")
    assert {"/uniprot/sprot", "https://uniprot.example/about"} <= set(page.links)
    for told in ("CC-BY-4.0", "Sources 1", "builder registered the organization"):
        assert told in page.text


def test_the_sources_of_an_organization_are_narrowed_by_name_and_type(swissprot: str) -> None:
    builders.source("trembl", name="TrEMBL", source_type="bundle")
    assert "/uniprot/sprot" not in shown("/uniprot?q=tre").links
    assert "/uniprot/trembl" in shown("/uniprot?type=bundle").links
    assert "None is called so" in shown("/uniprot?q=nothing-like-it").text


def test_a_source_tells_its_releases_the_latest_of_them_and_how_to_name_it(swissprot: str) -> None:
    page = shown(swissprot)
    for told in ("uniprot:sprot@^1", "Reviewed by curators.", "SP", "2024_01 1.1.0, 24 Jan 2024"):
        assert told in page.text
    assert {"/uniprot/sprot/1.0.0", "/uniprot/sprot/1.1.0", "/search?tag=proteins"} <= set(
        page.links
    )


def test_a_source_tells_what_depends_on_its_latest(swissprot: str) -> None:
    assert "What depends on" not in shown(swissprot).text
    builders.organization("lab")
    builders.source("paper", of="lab")
    for number in range(12):
        needing = builders.draft(f"2026-{number}", of="lab/paper")
        set_dependencies(
            actor=builders.BUILDER, **builders.address(needing),
            dependencies=[{"source": "uniprot/sprot", "version": "1.1.0"}],
        )  # fmt: skip
        if number:
            versions.publish_version(actor=builders.BUILDER, **builders.address(needing))
    page = shown(swissprot)
    told = [link for link in page.links if link.startswith("/lab/paper/")]
    assert (len(told), "/lab/paper/1.0.0" in told) == (10, False), "no draft, and not all of them"
    assert "/api/v1/sources/uniprot/sprot/versions/1.1.0/dependents" in page.links
    assert "2026-1 required" in page.text


def test_a_version_tells_where_the_sums_of_its_files_are(db: None) -> None:
    builders.organization()
    ingest(record("P00001"))
    sums = "/api/v1/sources/uniprot/P00001/versions/1.0.0/SHA256SUMS"
    assert sums in shown("/uniprot/P00001/1.0.0").links
    assert Api().get(sums).status == 200


def test_a_bar_of_the_timeline_leads_to_the_releases_of_its_time(swissprot: str) -> None:
    (december, january) = [link for link in shown(swissprot).links if link.startswith("?since")]
    assert december == "?since=2023-12-01&until=2023-12-31#versions"
    page = shown(swissprot + january.partition("#")[0])
    assert "/uniprot/sprot/1.1.0" in page.links
    assert "/uniprot/sprot/1.0.0" not in page.links


def test_a_source_without_a_release_says_so(db: None) -> None:
    builders.organization()
    builders.source()
    page = shown("/uniprot/sprot")
    assert "No version has been published yet." in page.text
    assert page.all("svg") == []


def test_what_is_archived_or_superseded_says_so(swissprot: str) -> None:
    builders.source("uniprotkb")
    sources.update_source(
        actor=builders.BUILDER, organization="uniprot", source="sprot",
        superseded_by="uniprot/uniprotkb",
    )  # fmt: skip
    sources.archive_source(
        actor=builders.BUILDER, organization="uniprot", source="sprot", reason="moved"
    )
    page = shown(swissprot)
    assert "Archived on" in page.text
    assert "/uniprot/uniprotkb" in page.links
    assert "“moved”" in page.text


@pytest.mark.parametrize("name", ["1.1.0", "2024_01", "latest"])
def test_a_version_is_found_by_each_of_its_names(swissprot: str, name: str) -> None:
    page = shown(f"{swissprot}/{name}")
    told = ("uniprot:sprot@1.1.0", "uniprot:sprot@2024_01", "24 January 2024", "published")
    for each in told:
        assert each in page.text


def test_a_deprecated_version_tells_why_and_what_follows_it(swissprot: str) -> None:
    versions.deprecate_version(
        actor=builders.BUILDER, organization="uniprot", source="sprot", version="1.0.0",
        reason="Its identifiers were wrong.", superseded_by="uniprot:sprot@1.1.0",
    )  # fmt: skip
    page = shown(f"{swissprot}/1.0.0")
    assert "Deprecated: Its identifiers were wrong." in page.text
    assert "/uniprot/sprot/1.1.0" in page.links


def test_a_yanked_version_tells_why(swissprot: str) -> None:
    versions.yank_version(
        actor=builders.BUILDER, organization="uniprot", source="sprot", version="1.0.0",
        reason="corrupt",
    )  # fmt: skip
    assert "Yanked: corrupt" in shown(f"{swissprot}/1.0.0").text


def test_a_release_tells_its_members_and_what_changed(db: None) -> None:
    builders.organization()
    ingest(record("P00001"), record("P00002", gene="SAMP2"))
    page = shown("/uniprot/swissprot/2026_01")
    assert {"/uniprot/P00001/1.0.0", "/uniprot/P00002/1.0.0"} <= set(page.links)
    assert "Added 2" in page.text
    only = shown("/uniprot/swissprot/2026_01?q=P00002")
    assert "/uniprot/P00001/1.0.0" not in only.links


def test_a_protein_tells_its_record_and_its_files(db: None) -> None:
    builders.organization()
    ingest(record("P00001", secondary=["P00009"]))
    page = shown("/uniprot/P00001/latest")
    for told in ("Sample protein alpha", "SAMP1", "Homo sapiens (Human)", "formerly P00009"):
        assert told in page.text
    assert " ".join(SEQUENCE[at : at + 10] for at in range(0, 60, 10)) in page.text
    assert "/api/v1/sources/uniprot/P00001/versions/1.0.0/files/fasta" in page.links


def test_search_tells_what_it_found_and_why(swissprot: str) -> None:
    assert "found by another of its names" in shown("/search?q=SP").text
    assert "/uniprot/sprot" in shown("/search?q=Swis-Prot").links, "a slip is forgiven"


def test_search_without_a_question_walks_through_what_there_is(swissprot: str) -> None:
    assert "/uniprot" in shown("/search").links
    assert "/uniprot/sprot" in shown("/search?tag=proteins").links
    assert "/uniprot/sprot" not in shown("/search?type=genome").links


def test_a_search_that_finds_nothing_says_what_is_near(swissprot: str) -> None:
    narrowed = shown("/search?q=sprot&type=genome")
    assert "within these limits" in narrowed.text
    assert "/uniprot/sprot" in narrowed.links
    assert "/uniprot/sprot" in shown("/search?q=swissqwertyuiop").links, "what begins like it"
    assert "Nothing here is called" in shown("/search?q=qqqq").text


@pytest.mark.parametrize("address", ["", "?status=draft", "?since=2024-03-01", "/2024_02"])
def test_a_draft_is_for_those_who_may_see_it(swissprot: str, member: Api, address: str) -> None:
    stranger, insider = Api().get(swissprot + address), member.get(swissprot + address)
    assert b"2024_02" not in stranger.body.replace(b"\xe2\x80\x9c2024_02", b"")
    assert insider.status == 200
    assert b"2024_02" in insider.body


def test_a_draft_is_not_among_the_bars_of_anybody(swissprot: str, member: Api) -> None:
    (timeline,) = shown(swissprot, member).all("svg")
    assert (timeline["aria-label"] or "").startswith("2 releases, December 2023 to January 2024")


def test_an_organization_counts_what_is_published_whoever_looks(
    swissprot: str, member: Api
) -> None:
    assert "Published versions 2" in shown("/uniprot", member).text
    assert "Published versions 2" in shown("/uniprot").text


def test_who_is_signed_in_is_told_so(swissprot: str, member: Api) -> None:
    assert "zoe" in shown("/", member).text
    assert "Sign in" in shown("/").text


def test_figures_are_counted_anew_after_a_minute(swissprot: str) -> None:
    now = services.clock.now()
    with builders.at(now):
        assert "Sources 1" in shown("/uniprot").text
        builders.source("trembl")
    with builders.at(now + timedelta(seconds=59)):
        assert "Sources 1" in shown("/uniprot").text
    with builders.at(now + timedelta(seconds=61)):
        assert "Sources 2" in shown("/uniprot").text


def test_the_trail_tells_what_was_before_and_after(swissprot: str) -> None:
    organizations.update_organization(
        actor=builders.BUILDER, organization="uniprot", name="UniProtKB"
    )
    page = shown("/uniprot")
    assert "name UniProt UniProtKB" in page.text


def test_a_long_list_goes_on_page_by_page(db: None) -> None:
    builders.organization()
    builders.source()
    for day in range(31):
        builders.release(f"r{day}", on=(date(2024, 1, 1) + timedelta(days=day)).isoformat())
    first = shown("/uniprot/sprot")
    (further,) = [each["href"] for each in first.all("a") if "next" in (each.get("rel") or "")]
    assert "r0" in shown(f"/uniprot/sprot{further}").text.split()
