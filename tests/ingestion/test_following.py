from apps.ingestion import following
from apps.ingestion.catalogue import Database

COLUMNS = {"name": "name", "homepage": "website"}


class TestFollowed:
    def test_takes_what_nobody_has_said_yet(self) -> None:
        held = {"name": "UniProt", "website": None}

        assert following.followed(held, {"homepage": "https://u.org"}, {}, COLUMNS) == {
            "website": "https://u.org"
        }

    def test_follows_a_catalogue_that_moves_on(self) -> None:
        held, last = {"name": "Old", "website": None}, {"name": "Old"}

        assert following.followed(held, {"name": "New"}, last, COLUMNS) == {"name": "New"}

    def test_leaves_alone_what_a_curator_has_changed(self) -> None:
        held, last = {"name": "Curated", "website": None}, {"name": "Old"}

        assert following.followed(held, {"name": "New"}, last, COLUMNS) == {}

    def test_leaves_alone_what_a_curator_wrote_before_the_first_import(self) -> None:
        held = {"name": "Curated", "website": None}

        assert following.followed(held, {"name": "Catalogue"}, {}, COLUMNS) == {}

    def test_keeps_what_the_catalogue_no_longer_says(self) -> None:
        held = last = {"name": "UniProt", "website": "https://u.org"}

        assert following.followed(held, {"name": "UniProt"}, last, COLUMNS) == {}


class TestAliases:
    def test_adds_new_ones_behind_those_held(self) -> None:
        assert following.aliases(["UP"], {"aliases": ["UniProtKB"]}, {}) == ["UP", "UniProtKB"]

    def test_does_not_bring_back_what_a_curator_took_away(self) -> None:
        assert following.aliases([], {"aliases": ["UP"]}, {"aliases": ["UP"]}) == []

    def test_knows_a_name_without_regard_to_case(self) -> None:
        assert following.aliases(["UP"], {"aliases": ["up"]}, {}) == ["UP"]


class TestDeprecation:
    def test_is_news_once(self) -> None:
        gone = {"deprecated": True}

        assert following.deprecation(gone, {"deprecated": False}) is True
        assert following.deprecation(gone, gone) is None

    def test_can_be_taken_back(self) -> None:
        assert following.deprecation({"deprecated": False}, {"deprecated": True}) is False

    def test_is_not_lifted_by_a_file_that_does_not_speak_of_it(self) -> None:
        assert following.deprecation({}, {"deprecated": True}) is None


def test_a_database_known_by_its_releases_alone_says_nothing_of_its_name() -> None:
    database = Database(slug="x", name="x", described=False)

    assert following.said(database) == {}


def test_a_licence_and_its_note_are_said_together() -> None:
    plain = following.said(Database(slug="x", name="X", license="MIT", license_note=""))

    assert (plain["license"], plain["license_note"]) == ("MIT", None)
