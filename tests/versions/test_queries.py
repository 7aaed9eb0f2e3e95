"""Each question: which version is meant, who sees it, and what it costs."""

from typing import Any
from urllib.parse import quote

import pytest

from apps.core.actor import Actor
from apps.core.errors import NotFound
from apps.core.services import services
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source
from apps.versions import queries
from apps.versions.dtos import RegistryStatistics
from apps.versions.errors import DuplicateNumber, VersionNotFound
from apps.versions.models import Version
from tests import builders
from tests.checks import selects
from tests.clients import Api

pytestmark = pytest.mark.usefixtures("sprot")

SPROT: dict[str, Any] = {"organization": "uniprot", "source": "sprot"}


def found(version: str, actor: Actor = builders.STRANGER) -> str:
    """The number of the version that is meant."""
    return queries.get_version(**SPROT, version=version, actor=actor).version


def listed(actor: Actor = builders.STRANGER, **asked: Any) -> list[str]:
    """The numbers of the versions that are shown, in their order."""
    page = queries.list_versions(**SPROT, actor=actor, **asked)
    return [version.version for version in page.results]


def register(count: int) -> None:
    """Many releases of Swiss-Prot's, the quick way."""
    now, sprot = services.clock.now(), Source.objects.get(slug="sprot")
    Version.objects.bulk_create(
        Version(
            source=sprot,
            major=1,
            minor=number,
            patch=0,
            external_version=f"r{number}",
            status="published",
            effective_date=now.date(),
            date_basis="published",
            published_at=now,
            created_at=now,
            updated_at=now,
        )
        for number in range(count)
    )


class TestGetVersion:
    def test_answers_to_both_names_and_the_id(self) -> None:
        made = builders.release("2024_01")

        for name in ("1.0.0", "2024_01", str(made.id), str(made.id).upper()):
            assert queries.get_version(**SPROT, version=name, actor=builders.STRANGER).id == made.id

    def test_answers_to_ids_and_cases_of_what_is_above_it(self) -> None:
        made = builders.release("2024_01")
        row = Version.objects.select_related("source").get(id=made.id)

        for organization in ("uniprot", str(row.source.organization_id)):
            for source in ("sprot", "SPROT", str(row.source_id)):
                shown = queries.get_version(
                    organization, source, "2024_01", actor=builders.STRANGER
                )
                assert shown.id == made.id

    def test_prefers_a_number_to_a_publishers_name_that_looks_like_one(self) -> None:
        builders.release("x", number="2.0.0")
        builders.release("2.0.0", number="3.0.0")

        assert found("2.0.0") == "2.0.0"

    def test_means_for_ever_what_a_publishers_name_has_meant(self) -> None:
        builders.release("1.1.0")
        assert found("1.1.0") == "1.0.0"

        assert builders.release("next").version == "1.2.0"
        with pytest.raises(DuplicateNumber):
            builders.draft("x", number="1.1.0")

        assert found("1.1.0") == "1.0.0"

    def test_finds_a_publishers_name_with_a_slash(self, stranger: Api) -> None:
        made = builders.release("2024/01 beta")

        answer = stranger.get(f"sources/uniprot/sprot/versions/{quote('2024/01 beta', safe='')}")
        assert answer.body["id"] == str(made.id)

    def test_takes_a_publishers_name_as_it_is_written(self) -> None:
        builders.release("GRCh38.p14")

        with pytest.raises(VersionNotFound):
            found("grch38.p14")

    @pytest.mark.parametrize(
        "version",
        ["9.9.9", "2023_01", "latest ", "", "1.0", "01.0.0", "ä", "9" * 5000, "1.0.99999999999"],
        ids=lambda version: version[:12],
    )
    def test_refuses_what_names_nothing(self, version: str) -> None:
        builders.release("2024_01")

        with pytest.raises(VersionNotFound, match="“uniprot/sprot” has no version"):
            found(version)

    def test_refuses_the_id_of_another_sources_version(self) -> None:
        builders.source("trembl")
        other = builders.release("2024_01", of="uniprot/trembl")

        with pytest.raises(VersionNotFound):
            found(str(other.id))

    def test_refuses_unknown_sources_and_organizations(self) -> None:
        with pytest.raises(SourceNotFound):
            queries.get_version("uniprot", "nothing", "1.0.0", actor=builders.STRANGER)
        with pytest.raises(NotFound):
            queries.get_version("nobody", "sprot", "1.0.0", actor=builders.STRANGER)


class TestLatest:
    def test_is_the_newest_by_its_day(self) -> None:
        builders.release("2024_02", on="2024-03-27")
        builders.release("2024_01", on="2024-01-24")

        assert found("latest") == "1.0.0"

    def test_is_no_back_filled_old_release(self) -> None:
        builders.release("2024_01", on="2024-01-24")
        old = builders.release("2019_05", on="2019-05-08")

        assert old.version == "1.1.0"
        assert found("latest") == "1.0.0"

    def test_is_the_highest_number_of_one_day(self) -> None:
        for number in ("1.10.0", "1.9.0", "1.2.0"):
            builders.release(number=number, on="2024-01-24")

        assert found("latest") == "1.10.0"

    def test_may_be_deprecated_but_not_yanked_and_no_draft(self) -> None:
        builders.release("2024_01", on="2024-01-24")
        builders.stand(builders.release("2024_02", on="2024-03-27"), "deprecated")
        builders.stand(builders.release("2024_03", on="2024-05-29"), "yanked")
        builders.draft("2024_04", on="2024-07-24")

        assert found("latest") == found("latest", builders.BUILDER) == "1.1.0"

    def test_is_nothing_where_nothing_is_published(self) -> None:
        builders.draft("2024_01")

        with pytest.raises(VersionNotFound):
            found("latest", builders.BUILDER)


class TestFindVersion:
    def test_knows_no_drafts(self) -> None:
        builders.draft("2024_01")

        with pytest.raises(VersionNotFound):
            queries.find_version(**SPROT, version="2024_01")

    def test_answers_to_every_name(self) -> None:
        made = builders.release("2024_01")

        for name in ("1.0.0", "2024_01", "latest", str(made.id)):
            assert queries.find_version(**SPROT, version=name) == made


class TestListVersions:
    def test_goes_newest_first_by_day_then_number(self) -> None:
        builders.release(number="1.0.0", on="2024-01-24")
        builders.release(number="2.0.0", on="2019-05-08")
        builders.release(number="1.10.0", on="2024-01-24")
        builders.release(number="1.9.0", on="2024-01-24")
        builders.release(number="3.1.0", on="2024-01-24")

        assert listed() == ["3.1.0", "1.10.0", "1.9.0", "1.0.0", "2.0.0"]

    def test_shows_undated_drafts_first_to_those_who_may(self) -> None:
        builders.release(number="1.0.0", on="2024-01-24")
        builders.draft(number="1.1.0")
        builders.draft(number="0.1.0", on="2024-03-27")

        assert listed(builders.BUILDER) == ["1.1.0", "0.1.0", "1.0.0"]
        assert listed() == ["1.0.0"]

    @pytest.mark.parametrize("status", ["draft", "published", "deprecated", "yanked"])
    def test_shows_one_status_alone(self, status: Any) -> None:
        builders.draft()
        for fate in ("published", "deprecated", "yanked"):
            builders.stand(builders.release(), fate)

        everything = queries.list_versions(**SPROT, actor=builders.BUILDER).results
        wanted = [version.version for version in everything if version.status == status]
        assert len(wanted) == 1
        assert listed(builders.BUILDER, status=status) == wanted

    def test_gives_each_once_page_by_page(self) -> None:
        for day in ("2024-01-24", "2024-03-27", "2024-03-27", "2019-05-08"):
            builders.release(on=day)
        builders.draft()

        pages = [queries.list_versions(**SPROT, actor=builders.BUILDER, limit=2)]
        while cursor := pages[-1].next:
            further = queries.list_versions(**SPROT, actor=builders.BUILDER, limit=2, cursor=cursor)
            pages.append(further)

        shown = [version.version for page in pages for version in page.results]
        assert shown == listed(builders.BUILDER) == ["1.4.0", "1.2.0", "1.1.0", "1.0.0", "1.3.0"]

    def test_refuses_unknown_sources_and_organizations(self) -> None:
        with pytest.raises(SourceNotFound):
            queries.list_versions("uniprot", "nothing", actor=builders.STRANGER)
        with pytest.raises(NotFound):
            queries.list_versions("nobody", "sprot", actor=builders.STRANGER)

    @pytest.mark.parametrize("registered", [10, 1000])
    def test_costs_as_much_however_long(self, registered: int) -> None:
        register(registered)
        user = builders.anybody("user")

        def ask(actor: Actor) -> int:
            return selects(lambda: queries.list_versions(**SPROT, actor=actor, limit=1000))

        assert (ask(builders.STRANGER), ask(user)) == (2, 3)


class TestDrafts:
    @pytest.fixture(autouse=True)
    def _draft(self, sprot: str) -> None:
        builders.draft("2024_01")

    def sees(self, actor: Actor) -> bool:
        """Whether somebody finds the draft, and whether the list agrees."""
        shown = bool(listed(actor))
        try:
            assert found("2024_01", actor) == "1.0.0"
        except VersionNotFound:
            assert not shown
            return False
        assert shown
        return True

    @pytest.mark.parametrize(
        ("who", "sees"),
        [
            ("stranger", False),
            ("user", False),
            ("member", True),
            ("maintainer", True),
            ("owner", True),
            ("owner elsewhere", False),
            ("curator", True),
            ("auditor", True),
            ("superuser", True),
            ("registry", True),
        ],
    )
    def test_are_shown_to(self, who: str, sees: bool) -> None:
        builders.organization("pdb")

        assert self.sees(builders.anybody(who)) == sees

    @pytest.mark.parametrize(("organization", "sees"), [("uniprot", True), ("pdb", False)])
    def test_are_shown_by_a_token_of_their_organization_alone(
        self, organization: str, sees: bool
    ) -> None:
        builders.organization("pdb")
        superuser = builders.anybody("superuser")

        assert self.sees(builders.limited(superuser, "read", organization)) == sees


class TestGetStatistics:
    def test_counts_everything(self) -> None:
        builders.organization("pdb")
        builders.source("trembl")
        builders.draft()
        for status in ("published", "deprecated", "yanked"):
            builders.stand(builders.release(), status)

        assert queries.get_statistics() == RegistryStatistics(
            organizations=2,
            sources=2,
            versions=4,
            published_versions=3,
            files=0,
            bytes=0,
            downloads=0,
        )
