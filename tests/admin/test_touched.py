"""Who touched one source and why: on one page of the admin, for auditors."""

import re

import pytest

from apps.audit.policy import Role
from apps.organizations.commands import remove_member, set_member
from apps.versions.commands import yank_version
from tests.admin.browser import Browser
from tests.audit.trail import seal
from tests.builders import BUILDER, address, organization, person, release, source


@pytest.fixture
def touched(db: None) -> None:
    """A source with a past, whose newest line is not sealed; and another beside it."""
    organization()
    person("eve")
    set_member(actor=BUILDER, organization="uniprot", username="eve", role=Role.MAINTAINER)
    source()
    source("other")
    made = release("2026_01")
    remove_member(actor=BUILDER, organization="uniprot", username="eve", reason="Eve has left.")
    seal()
    yank_version(actor=BUILDER, **address(made), reason="It was broken.")


def test_everything_is_there_with_why_and_where_its_proof_is(
    auditor: Browser, touched: None
) -> None:
    page = auditor.open("audit/auditlog/touched/", source="uniprot/sprot")
    assert page.status == 200
    for told in (
        "create source", "create version", "publish version", "yank version", "set member",
        "remove member", "Eve has left.", "It was broken.", "not sealed yet",
    ):  # fmt: skip
        assert told in page.text, told
    assert len(re.findall(r"leaf \d+, in the head of \d+", page.text)) == 6
    assert "uniprot/other" not in page.text
    assert "<del>published</del> → <ins>yanked</ins>" in page.text


def test_a_row_of_the_trail_leads_there(auditor: Browser, touched: None) -> None:
    from apps.audit.models import AuditLog

    row = AuditLog.objects.get(action="yank_version")
    links = auditor.open(f"audit/auditlog/{row.pk}/change/").links
    assert links["Who touched uniprot/sprot, and why"].endswith("touched/?source=uniprot/sprot")


def test_of_what_never_was_there_is_said_so(auditor: Browser) -> None:
    assert "knows no source" in auditor.open("audit/auditlog/touched/", source="no/thing").text


def test_it_is_for_auditors(curator: Browser, touched: None) -> None:
    assert curator.open("audit/auditlog/touched/", source="uniprot/sprot").status == 403
