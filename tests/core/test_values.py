"""The small parts: ids, references, differences, services, fields."""

import threading
import time
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from rest_framework import serializers

from apps.core import dto
from apps.core.changes import difference
from apps.core.fields import (
    Flag,
    Listed,
    Reasoned,
    RequiredText,
    Serializer,
    Text,
    WebAddress,
    Words,
)
from apps.core.ids import as_uuid, uuid7
from apps.core.references import named
from apps.core.services import Clock, ServiceRegistry, services
from apps.organizations.dtos import Member, OrganizationRef
from apps.organizations.errors import OrganizationNotFound
from apps.organizations.models import Organization

ID = "01890a5d-ac96-774b-bcce-b302099a8057"


def _milliseconds(made: UUID) -> int:
    return made.int >> 80


class TestIds:
    def test_they_sort_by_the_time_they_were_given(self) -> None:
        made = [uuid7() for _ in range(5000)]
        assert made == sorted(made)
        assert len(set(made)) == 5000
        assert {identity.version for identity in made} == {7}
        assert abs(_milliseconds(made[-1]) - time.time() * 1000) < 1000

    def test_postgresql_makes_them_too(self, db: None) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT bdp_uuid7() FROM generate_series(1, 500)")
            made = [UUID(str(row[0])) for row in cursor.fetchall()]
        assert len(set(made)) == 500
        assert {identity.version for identity in made} == {7}
        assert {identity.variant for identity in made} == {"specified in RFC 4122"}
        assert all(abs(_milliseconds(one) - time.time() * 1000) < 5000 for one in made)
        assert [_milliseconds(one) for one in made] == sorted(map(_milliseconds, made))

    @pytest.mark.parametrize("text", [ID, ID.upper()])
    def test_an_id_is_known_in_its_usual_form(self, text: str) -> None:
        assert as_uuid(text) == UUID(ID)

    @pytest.mark.parametrize(
        "text",
        ["", "go", ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", ID[:-1], f" {ID}", "١" * 32],
    )
    def test_what_merely_resembles_an_id_is_a_slug(self, text: str) -> None:
        assert as_uuid(text) is None
        assert named(text) == {"slug": text}

    def test_a_reference_is_looked_up_where_it_belongs(self) -> None:
        assert named(ID, slug="organization__slug", id="organization_id") == {
            "organization_id": UUID(ID)
        }
        assert named("go", slug="organization__slug") == {"organization__slug": "go"}

    @given(st.text(max_size=40))
    def test_any_text_is_a_reference(self, text: str) -> None:
        assert len(named(text)) == 1


class TestChanges:
    def test_only_what_differs_is_a_change(self) -> None:
        row = Organization(slug="go", name="GO", website=None)
        changed = difference(row, {"name": "Gene Ontology", "website": None, "slug": "go"})
        assert changed.before == {"name": "GO"}
        assert changed.after == {"name": "Gene Ontology"}
        assert changed.apply(row) == ["name"]
        assert row.name == "Gene Ontology"

    def test_nothing_new_is_no_change(self) -> None:
        row = Organization(slug="go", name="GO")
        assert not difference(row, {"name": "GO"})
        assert not difference(row, {})
        assert difference(row, {"name": "GO", "website": ""})


class TestDtos:
    def test_a_column_may_stand_behind_a_relation(self) -> None:
        assert dto.columns(Member)["organization"] == "organization__slug"
        assert dto.columns(OrganizationRef) == {
            "id": "id", "slug": "slug", "updated_at": "updated_at",
        }  # fmt: skip

    def test_a_row_in_the_hand_looks_as_it_will_to_a_reader(self) -> None:
        row: Any = SimpleNamespace(
            id=UUID(ID),
            role="owner",
            organization=SimpleNamespace(slug="go"),
            user=None,
        )
        assert dto.of(Member, row) == Member(
            id=UUID(ID),
            organization="go",
            username=None,  # type: ignore[arg-type]
            role="owner",
        )

    def test_what_is_not_there_is_told_in_the_words_of_its_slice(self, db: None) -> None:
        missing = OrganizationNotFound(organization="go")
        with pytest.raises(OrganizationNotFound, match="“go”"):
            dto.one(OrganizationRef, Organization.objects.all(), missing)
        assert dto.many(OrganizationRef, Organization.objects.all()) == ()


class TestServices:
    def test_each_is_built_once_however_many_ask_at_once(self) -> None:
        registry, built, start = ServiceRegistry(), [], threading.Barrier(8)

        def build() -> object:
            time.sleep(0.02)
            built.append(object())
            return built[-1]

        def ask() -> None:
            start.wait(timeout=10)
            answers.append(registry._once("slow", build))

        answers: list[object] = []
        threads = [threading.Thread(target=ask) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(built) == 1
        assert answers == built * 8

    def test_nothing_is_built_before_somebody_asks(self) -> None:
        registry = ServiceRegistry()
        assert registry._built == {}
        assert registry.clock.now().tzinfo is UTC
        assert set(registry._built) == {"clock"}

    def test_a_service_is_replaced_until_the_block_ends(self) -> None:
        then = datetime(2020, 1, 1, tzinfo=UTC)
        with services.replaced(clock=Clock(lambda: then)):
            assert services.clock.now() == then
        assert services.clock.now() != then

    def test_a_block_that_fails_replaces_nothing_for_those_after_it(self) -> None:
        clock = services.clock
        with pytest.raises(ZeroDivisionError), services.replaced(clock=None):
            raise ZeroDivisionError
        assert services.clock is clock

    def test_what_was_built_before_stays_beside_its_replacement(self) -> None:
        registry = ServiceRegistry()
        clock = registry.clock
        with registry.replaced(replica_may_lag=True):
            assert registry.clock is clock
            assert registry.replica_may_lag
        assert registry.clock is clock


class Sent(Serializer):
    name = RequiredText(max_length=5)
    note = Text(max_length=5)
    flag = Flag(required=False)
    site = WebAddress()
    tags = Words(max_length=2)


class Nested(Serializer):
    inner = Sent()


def _taken(**sent: Any) -> dict[str, Any]:
    serializer = Sent(data={"name": "x", **sent})
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class TestFields:
    @pytest.mark.parametrize("wrong", [7, 7.5, True, None, [], ["a"], {}, "sixsix"])
    def test_a_text_is_a_text(self, wrong: Any) -> None:
        with pytest.raises(serializers.ValidationError):
            _taken(name=wrong)

    @pytest.mark.parametrize("wrong", [7, True, [], {}, "sixsix"])
    def test_a_text_that_may_be_absent_is_a_text_too(self, wrong: Any) -> None:
        with pytest.raises(serializers.ValidationError):
            _taken(note=wrong)

    @pytest.mark.parametrize("nothing", [None, "", "  "])
    def test_nothing_has_one_spelling(self, nothing: Any) -> None:
        assert _taken(note=nothing)["note"] is None
        assert _taken(tags=None)["tags"] == []

    def test_what_is_absent_stays_absent(self) -> None:
        assert set(_taken()) == {"name"}

    @pytest.mark.parametrize("wrong", ["true", "yes", 1, 0, None, [], {}])
    def test_a_flag_is_true_or_false(self, wrong: Any) -> None:
        with pytest.raises(serializers.ValidationError):
            _taken(flag=wrong)
        assert _taken(flag=False)["flag"] is False

    @pytest.mark.parametrize(
        "wrong", [7, True, [], {}, "uniprot", "javascript:alert(1)", "http://"]
    )
    def test_an_address_is_http(self, wrong: Any) -> None:
        with pytest.raises(serializers.ValidationError):
            _taken(site=wrong)

    def test_an_address_may_be_none(self) -> None:
        assert _taken(site=None)["site"] is None
        assert _taken(site="")["site"] is None
        assert _taken(site="https://uniprot.org/a?b=c#d")["site"] == "https://uniprot.org/a?b=c#d"

    @pytest.mark.parametrize("wrong", ["ab", 7, {"a": 1}, [1], [None], [["a"]], ["a", "b", "c"]])
    def test_words_are_a_short_list_of_texts(self, wrong: Any) -> None:
        with pytest.raises(serializers.ValidationError):
            _taken(tags=wrong)

    def test_words_keep_their_order_and_lose_their_repetitions(self) -> None:
        assert _taken(tags=["b", "a"])["tags"] == ["b", "a"]
        assert _taken(tags=["b", "b"])["tags"] == ["b"]

    def test_an_inner_object_knows_its_fields(self) -> None:
        serializer = Nested(data={"inner": {"name": "x", "nmae": "y"}})
        assert not serializer.is_valid()
        assert "nmae" in serializer.errors["inner"]

    @pytest.mark.parametrize("limit", ["0", "1001", "-1", "x", "1.5", "", "1e3"])
    def test_a_limit_is_a_number_from_1_to_1000(self, limit: str) -> None:
        assert not Listed(data={"limit": limit}).is_valid()

    def test_a_list_has_fifty_rows_a_page_unless_asked(self) -> None:
        asked = Listed(data={})
        assert asked.is_valid()
        assert asked.validated_data == {"limit": 50}

    def test_a_reason_may_be_long_but_not_endless(self) -> None:
        assert Reasoned(data={"reason": "x" * 2000}).is_valid()
        assert not Reasoned(data={"reason": "x" * 2001}).is_valid()


def test_a_random_id_is_an_id_all_the_same() -> None:
    assert as_uuid(str(uuid4())) is not None
