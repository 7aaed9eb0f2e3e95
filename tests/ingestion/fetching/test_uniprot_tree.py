"""UniProt's tree is read for what it is, also while it changes and where parts are missing."""

import datetime as dt
import gzip
import re

import pytest

from apps.ingestion.fetching import (
    NotAsPublished,
    PublishedRelease,
    PublishedTree,
    TreeAddresses,
    Web,
    opened,
    read_tree,
)
from tests.ingestion.fetching.publisher import Publisher
from tests.ingestion.fetching.tree import (
    COMPLETE,
    PREVIOUS,
    ROOT,
    archive,
    metalink_of,
    packed,
    records,
    reldate,
    serve_archived,
    serve_current,
)
from tests.ingestion.fetching.waiting import Waits


@pytest.fixture
def uniprot(publisher: Publisher) -> Publisher:
    """The publisher with three releases, the newest current."""
    serve_current(publisher, "2024_06", "27-Nov-2024")
    serve_archived(publisher, "2024_05", "2023_05")
    return publisher


def survey(publisher: Publisher, web: Web) -> PublishedTree:
    return read_tree(web, TreeAddresses.under(f"{publisher.address}{ROOT}/"))


def names(tree: PublishedTree) -> list[str]:
    return [release.name for release in tree.releases]


def unpacked(release: PublishedRelease, web: Web) -> bytes:
    with opened(
        release.address, web=web, expected=release.expected, member=release.member
    ) as stream:
        return gzip.GzipFile(fileobj=stream).read()


def test_the_current_release_is_known_by_what_is_in_it(uniprot: Publisher, web: Web) -> None:
    current = survey(uniprot, web).releases[0]
    assert current == PublishedRelease(
        name="2024_06",
        date=dt.date(2024, 11, 27),
        address=f"{uniprot.address}{COMPLETE}/uniprot_sprot.dat.gz",
        size=len(packed("2024_06")),
        md5=current.md5,
        archived=False,
        member=None,
    )
    assert re.fullmatch(r"[0-9a-f]{32}", current.md5 or "")


def test_older_releases_are_archives_of_which_the_date_is_not_told(
    uniprot: Publisher, web: Web
) -> None:
    tree = survey(uniprot, web)
    assert names(tree) == ["2024_06", "2024_05", "2023_05"]
    assert tree.untold == ()
    older = tree.releases[1]
    file = "uniprot_sprot-only2024_05.tar.gz"
    assert older.address == (f"{uniprot.address}{PREVIOUS}/release-2024_05/knowledgebase/{file}")
    assert (older.archived, older.member, older.date) == (True, "uniprot_sprot.dat.gz", None)
    assert older.size
    assert older.md5


def test_every_release_can_be_opened_as_it_is_described(uniprot: Publisher, web: Web) -> None:
    for release in survey(uniprot, web).releases:
        assert unpacked(release, web) == records(release.name)


def test_a_release_that_moves_on_between_look_and_reading_is_not_taken_for_the_old_one(
    uniprot: Publisher, web: Web
) -> None:
    seen = survey(uniprot, web).releases[0]
    serve_current(uniprot, "2025_01", "05-Feb-2025")
    with pytest.raises(NotAsPublished):
        unpacked(seen, web)


def test_another_part_and_another_form_have_their_own_names(uniprot: Publisher, web: Web) -> None:
    fasta = b"fasta"
    uniprot.serve(f"{COMPLETE}/RELEASE.metalink", metalink_of({"uniprot_trembl.fasta.gz": fasta}))
    uniprot.serve(f"{PREVIOUS}/release-2023_05/knowledgebase/RELEASE.metalink", metalink_of({}))
    root = f"{uniprot.address}{ROOT}"
    addresses = TreeAddresses(
        current=f"{root}/current_release",
        previous=f"{root}/previous_releases",
        part="uniprot_trembl",
        ending="fasta.gz",
    )
    tree = read_tree(web, addresses)
    assert names(tree) == ["2024_06", "2023_05"]
    assert tree.releases[0].size == len(fasta)
    assert tree.releases[1].address.endswith("/uniprot_trembl-only2023_05.tar.gz")
    assert tree.releases[1].member == "uniprot_trembl.fasta.gz"
    assert "2024_05 is left out" in tree.untold[0]


def test_only_releases_that_are_wanted_are_asked_about(uniprot: Publisher, web: Web) -> None:
    addresses = TreeAddresses.under(f"{uniprot.address}{ROOT}")
    tree = read_tree(web, addresses, wanted=lambda name: name >= "2024_01")
    assert names(tree) == ["2024_06", "2024_05", "2023_05"]
    assert [release.size is None for release in tree.releases] == [False, False, True]
    asked = [asked.path for asked in uniprot.asked if "release-2023_05" in asked.path]
    assert asked == []


def test_a_tree_in_the_middle_of_a_change_has_no_current_release(
    uniprot: Publisher, web: Web
) -> None:
    uniprot.serve(f"{COMPLETE}/reldate.txt", reldate("2025_01", "05-Feb-2025"))
    tree = survey(uniprot, web)
    assert names(tree) == ["2024_05", "2023_05"]
    assert "its files say 2024_06 and 2025_01: the publisher is changing it" in tree.untold[0]


@pytest.mark.parametrize(
    ("gone", "lost"),
    [
        (f"{ROOT}/current_release/relnotes.txt", None),
        (f"{COMPLETE}/reldate.txt", "date"),
        (f"{COMPLETE}/RELEASE.metalink", "size"),
    ],
)
def test_without_one_of_its_files_the_rest_of_the_current_release_is_known(
    uniprot: Publisher, web: Web, gone: str, lost: str | None
) -> None:
    del uniprot.files[gone]
    tree = survey(uniprot, web)
    assert names(tree)[0] == "2024_06"
    missing = [name for name in ("date", "size") if getattr(tree.releases[0], name) is None]
    assert missing == ([lost] if lost else [])
    assert [gone in sentence for sentence in tree.untold] == [True]


def test_a_current_release_that_nothing_names_is_left_out(uniprot: Publisher, web: Web) -> None:
    uniprot.serve(f"{ROOT}/current_release/relnotes.txt", b"\xff\xfe welcome")
    uniprot.serve(f"{COMPLETE}/reldate.txt", b"soon")
    uniprot.serve(f"{COMPLETE}/RELEASE.metalink", b"<metalink>")
    tree = survey(uniprot, web)
    assert names(tree) == ["2024_05", "2023_05"]
    assert "no well-formed metalink" in tree.untold[0]
    assert "none of its files names the release" in tree.untold[1]


@pytest.mark.parametrize("date", ["31-Feb-2024", "24-Foo-2024", "00-Jan-0000", "tomorrow"])
def test_a_date_that_is_none_is_not_told(uniprot: Publisher, web: Web, date: str) -> None:
    uniprot.serve(f"{COMPLETE}/reldate.txt", reldate("2024_06", date))
    assert survey(uniprot, web).releases[0].date is None


def test_a_listing_full_of_junk_in_odd_order_gives_the_releases_in_it(
    uniprot: Publisher, web: Web
) -> None:
    links = ("release-2023_05/", "release15.0/", "release-2024_05", "release-1.0/", "README",
             "release-2024_5/", "http://elsewhere.example.org/", "release-2023_05/")  # fmt: skip
    page = "".join(f"<a href={link}>x</a><b>" for link in links)
    uniprot.serve(f"{PREVIOUS}/", page.encode())
    tree = survey(uniprot, web)
    assert names(tree) == ["2024_06", "2024_05", "2023_05"]
    assert tree.untold == ("2 older releases are named otherwise: 1.0, 2024_5.",)


def test_a_listing_that_is_none_is_told(uniprot: Publisher, web: Web) -> None:
    uniprot.serve(f"{PREVIOUS}/", b"Welcome")
    tree = survey(uniprot, web)
    assert names(tree) == ["2024_06"]
    assert "lists no release" in tree.untold[0]
    del uniprot.files[f"{PREVIOUS}/"]
    assert "404" in survey(uniprot, web).untold[0]


def test_an_older_release_without_a_metalink_is_offered_unchecked(
    uniprot: Publisher, web: Web
) -> None:
    del uniprot.files[f"{PREVIOUS}/release-2024_05/knowledgebase/RELEASE.metalink"]
    tree = survey(uniprot, web)
    [older] = [release for release in tree.releases if release.name == "2024_05"]
    assert (older.size, older.md5) == (None, None)
    assert unpacked(older, web) == records("2024_05")
    assert ["release-2024_05" in sentence for sentence in tree.untold] == [True]


def test_the_date_of_an_older_release_is_told_where_a_file_tells_it(
    uniprot: Publisher, web: Web
) -> None:
    folder = f"{PREVIOUS}/release-2024_05/knowledgebase"
    date = reldate("2024_05", "02-Oct-2024")
    name = "uniprot_sprot-only2024_05.tar.gz"
    uniprot.serve(f"{folder}/reldate.txt", date)
    uniprot.serve(
        f"{folder}/RELEASE.metalink", metalink_of({name: archive({}), "reldate.txt": date})
    )
    assert survey(uniprot, web).releases[1].date == dt.date(2024, 10, 2)


def test_the_current_release_goes_before_its_archive(uniprot: Publisher, web: Web) -> None:
    serve_archived(uniprot, "2024_06", "2024_05")
    assert [(r.name, r.archived) for r in survey(uniprot, web).releases] == [
        ("2024_06", False),
        ("2024_05", True),
    ]


def test_a_server_that_is_ill_is_not_asked_for_each_of_its_releases(
    publisher: Publisher, web: Web, waits: Waits
) -> None:
    serve_archived(publisher, *(f"2024_{number:02}" for number in range(1, 40)))
    for path, served in publisher.files.items():
        served.first_answers = [] if path.endswith("/") else [(500, {})] * 99
    tree = survey(publisher, web)
    assert len(tree.releases) == 39
    assert tree.untold[-1] == "The server was asked no further."
    assert len(publisher.asked) < 20
