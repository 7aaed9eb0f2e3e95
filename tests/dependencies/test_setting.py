"""What a draft depends on: set as a whole, told in one answer, frozen by publishing."""

from typing import Any

import pytest

from apps.audit.models import AuditLog
from apps.core.errors import InvalidRequest
from apps.dependencies.commands import set_dependencies
from apps.dependencies.queries import list_declared
from apps.events.models import Event
from apps.versions import commands as versions
from apps.versions.dtos import VersionRef
from apps.versions.errors import NotDraft, StillNeeded, UnpublishedDependency
from apps.versions.queries import find_version, get_version
from tests import builders
from tests.dependencies.conftest import depend, drafts, wanted
from tests.records import record
from tests.releases import ingest

Drafts = tuple[VersionRef, VersionRef, VersionRef]


def told(version: VersionRef) -> list[tuple[str, str, str]]:
    """What a version depends on."""
    return [(each.source, each.version, each.kind) for each in list_declared(version.id)]


def put(version: VersionRef, *entries: dict[str, str], actor: Any = builders.BUILDER) -> None:
    """Let a draft depend on what these entries name."""
    sent: Any = entries
    set_dependencies(actor=actor, **builders.address(version), dependencies=sent)


def publish(version: VersionRef) -> VersionRef:
    return versions.publish_version(actor=builders.BUILDER, **builders.address(version))


class TestADraft:
    def test_depends_on_what_it_is_told(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        sent: Any = wanted(go, optional=goa)
        set_dependencies(actor=builders.BUILDER, **builders.address(paper), dependencies=sent)
        assert told(paper) == [("go/go", "1.0.0", "required"), ("uniprot/goa", "1.0.0", "optional")]

    def test_depends_on_nothing_that_it_was_told_before(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        depend(paper, go)
        depend(paper, goa)
        assert told(paper) == [("uniprot/goa", "1.0.0", "required")]
        depend(paper)
        assert told(paper) == []

    @pytest.mark.parametrize("name", ["1.0.0", "2024-01", "latest"])
    def test_names_a_version_as_addresses_do(self, annotations: Drafts, name: str) -> None:
        *_, paper = annotations
        builders.source("hp", of="go")
        builders.release("2024-01", of="go/hp", on="2024-01-01")
        put(paper, {"source": "go/hp", "version": name})
        assert told(paper) == [("go/hp", "1.0.0", "required")]

    def test_depends_on_what_latest_meant_when_it_was_told(self, annotations: Drafts) -> None:
        *_, paper = annotations
        builders.source("hp", of="go")
        builders.release("a", of="go/hp", on="2024-02-01")
        builders.release("b", of="go/hp", on="2024-01-01")
        put(paper, {"source": "go/hp", "version": "latest"})
        builders.release("c", of="go/hp", on="2024-03-01")
        assert told(paper) == [("go/hp", "1.0.0", "required")]

    def test_names_a_number_before_a_publisher_s_name(self, annotations: Drafts) -> None:
        *_, paper = annotations
        builders.source("hp", of="go")
        builders.release("b", of="go/hp", number="2.0.0")
        builders.release("2.0.0", of="go/hp")
        put(paper, {"source": "go/HP", "version": "2.0.0"})
        assert told(paper) == [("go/hp", "2.0.0", "required")]

    def test_names_a_member_by_the_release_that_holds_it(self, annotations: Drafts) -> None:
        *_, paper = annotations
        ingest(record("P00001"))
        ingest(record("P00001"), record("P00002"), release="2026_02")
        put(paper, {"source": "uniprot/p00001", "version": "2026_02"})
        assert told(paper) == [("uniprot/P00001", "1.0.0", "required")]

    def test_means_what_a_single_address_means(self, annotations: Drafts) -> None:
        *_, paper = annotations
        ingest(record("P00001"))
        ingest(record("P00001", keyword="Kinase"), release="2026_02")
        for name in ("2026_01", "2026_02", "latest", "1.0.0"):
            put(paper, {"source": "uniprot/P00001", "version": name})
            assert told(paper)[0][1] == find_version("uniprot", "P00001", name).version

    def test_leaves_a_trace_with_addresses_and_no_event(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        depend(paper, go)
        events = Event.objects.count()
        depend(paper, goa)
        trace = AuditLog.objects.filter(action="set_dependencies").latest("created_at", "id")
        assert (trace.entity_label, trace.entity_id) == ("lab/paper@1.0.0", paper.id)
        of = {"version": "1.0.0", "external_version": "1", "kind": "required"}
        assert trace.metadata["before"] == {"dependencies": [{"source": "go/go", **of}]}
        assert trace.metadata["after"] == {"dependencies": [{"source": "uniprot/goa", **of}]}
        assert Event.objects.count() == events

    def test_that_depends_on_the_same_already_is_not_touched(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        depend(paper, go, goa)
        depend(paper, goa, go)
        assert AuditLog.objects.filter(action="set_dependencies").count() == 1


class TestWhatMeansNothing:
    def test_is_told_in_one_answer(self, annotations: Drafts) -> None:
        *_, paper = annotations
        ingest(record("P00001"), source="swissprot")
        ingest(record("P00001", keyword="Kinase"), source="trembl")
        entries = [
            {"source": "go/go", "version": "1.0.0"},
            {"source": "go/nothing", "version": "1.0.0"},
            {"source": "nobody/go", "version": "1.0.0"},
            {"source": "go/go", "version": "9.9.9"},
            {"source": "uniprot/P00001", "version": "2026_01"},
            {"source": "go/go", "version": "1"},
            {"source": "uniprot/goa", "version": "1", "kind": "member"},
        ]
        with pytest.raises(InvalidRequest) as refusal:
            put(paper, *entries)
        assert [(error.field, error.code) for error in refusal.value.errors] == [
            ("dependencies.1.source", "not_found"),
            ("dependencies.2.source", "not_found"),
            ("dependencies.3.version", "not_found"),
            ("dependencies.4.version", "ambiguous"),
            ("dependencies.5", "duplicate"),
            ("dependencies.6.kind", "invalid"),
        ]
        assert "1.0.0 as uniprot/swissprot has it" in refusal.value.errors[3].detail
        assert str(refusal.value).endswith("(and 3 more)")
        assert told(paper) == []

    def test_is_a_draft_that_one_may_not_see(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        ada = builders.person("ada")
        builders.member("ada", "maintainer", of="lab")
        with pytest.raises(InvalidRequest, match=r"“go/go” has no version “1\.0\.0”"):
            depend(paper, go, actor=ada)
        builders.member("ada", "member", of="go")
        depend(paper, go, actor=ada)
        assert told(paper) == [("go/go", "1.0.0", "required")]
        with pytest.raises(InvalidRequest, match="“uniprot/goa” has no version"):
            depend(paper, goa, actor=ada)

    def test_is_a_draft_beyond_the_reach_of_a_token(self, annotations: Drafts) -> None:
        _, go, paper = annotations
        curator = builders.person("cleo", ["curator"])
        depend(paper, go, actor=builders.limited(curator, "write"))
        bound = builders.limited(curator, "write", "lab")
        with pytest.raises(InvalidRequest, match="“go/go” has no version"):
            depend(paper, go, actor=bound)


class TestPublishing:
    def test_takes_that_everything_it_depends_on_is_published(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        depend(paper, goa, go)
        with pytest.raises(UnpublishedDependency) as refusal:
            publish(paper)
        assert str(refusal.value) == (
            "Version 1.0.0 depends on drafts, which are published first: "
            "go/go@1.0.0, uniprot/goa@1.0.0."
        )
        assert [error.detail for error in refusal.value.errors] == [
            "go/go@1.0.0 is a draft.", "uniprot/goa@1.0.0 is a draft.",
        ]  # fmt: skip
        publish(go)
        publish(goa)
        assert publish(paper).id == paper.id

    def test_needs_what_is_deprecated_or_yanked_no_better(self, annotations: Drafts) -> None:
        goa, go, paper = annotations
        builders.stand(publish(go), "yanked")
        builders.stand(publish(goa), "deprecated")
        depend(paper, goa, go)
        publish(paper)
        assert get_version("lab", "paper", "1", actor=builders.STRANGER).status == "published"

    def test_names_no_more_in_a_sentence_than_one_reads(self, annotations: Drafts) -> None:
        *_, paper = annotations
        for number in range(12):
            builders.source(f"s{number}", of="lab")
        depend(paper, *(builders.draft("1", of=f"lab/s{number}") for number in range(12)))
        with pytest.raises(UnpublishedDependency, match=r"lab/s7@1\.0\.0, …\.$") as refusal:
            publish(paper)
        assert len(refusal.value.errors) == 12

    def test_freezes_them(self, annotations: Drafts) -> None:
        _, go, paper = annotations
        publish(go)
        depend(paper, go)
        publish(paper)
        with pytest.raises(NotDraft):
            depend(paper)
        assert told(paper) == [("go/go", "1.0.0", "required")]


class TestThrowingAway:
    def test_a_draft_takes_what_it_depends_on_with_it(self, annotations: Drafts) -> None:
        _, go, paper = annotations
        depend(paper, go)
        versions.delete_version(actor=builders.BUILDER, **builders.address(paper))
        assert told(paper) == []

    def test_a_draft_that_others_depend_on_is_refused(self, annotations: Drafts) -> None:
        _, go, paper = annotations
        depend(paper, go)
        with pytest.raises(StillNeeded, match=r"Others depend on version 1\.0\.0"):
            versions.delete_version(actor=builders.BUILDER, **builders.address(go))
        depend(paper)
        versions.delete_version(actor=builders.BUILDER, **builders.address(go))

    def test_a_source_takes_drafts_that_depend_on_each_other_with_it(self, db: None) -> None:
        from apps.sources.commands import delete_source

        (first,) = drafts("uniprot/sprot")
        depend(builders.draft("2"), first)
        delete_source(actor=builders.BUILDER, organization="uniprot", source="sprot")


def test_thousands_are_set_in_a_few_statements(
    annotations: Drafts, django_assert_max_num_queries: Any
) -> None:
    *_, paper = annotations
    ingest(*(record(f"Q{number:05}") for number in range(3000)))
    sent: Any = [{"source": f"uniprot/Q{n:05}", "version": "2026_01"} for n in range(3000)]
    with django_assert_max_num_queries(30):
        set_dependencies(actor=builders.BUILDER, **builders.address(paper), dependencies=sent)
    assert len(told(paper)) == 3000
