"""The trail in the admin: before and after side by side, by request, narrowed, and as a file."""

import csv
import io
from pathlib import Path

import orjson
import pytest
from django.core.management import call_command

from apps.audit.changes import field_changes
from apps.audit.exporting import AT_ONCE
from apps.audit.models import AuditLog
from apps.audit.sentences import summary
from apps.organizations.models import Organization
from apps.sources.models import Source
from tests.admin.browser import Browser
from tests.audit.trail import seal
from tests.builders import draft, organization, release, source


@pytest.fixture
def renamed(curator: Browser) -> AuditLog:
    """The row of a change that a curator made."""
    organization(citation="The old and long citation.")
    page_of = f"organizations/organization/{Organization.objects.get().pk}/change/"
    typed = {"citation": "The new and long citation.", "license": "MIT", "reason": "our wish"}
    curator.send(page_of, curator.open(page_of).filled(**typed))
    return AuditLog.objects.get(action="update_organization")


def _rows(text: str) -> list[dict[str, str]]:
    records = csv.DictReader(io.StringIO(text, newline=""))
    return [record for record in records if record["kind"] == "row"]


def test_history_is_the_trail_of_the_object(curator: Browser, renamed: AuditLog) -> None:
    history = curator.open(f"organizations/organization/{renamed.entity_id}/history/")
    assert "<h1>History</h1>" in history.text
    assert "update organization" in history.text
    assert "citation “The old and long citation.” → “The new and long citation.”" in history.text
    assert "our wish" in history.text


def test_a_row_shows_before_and_after_with_the_difference_marked(
    curator: Browser, renamed: AuditLog
) -> None:
    text = curator.open(f"audit/auditlog/{renamed.pk}/change/").text
    assert "The <del>old</del>" in text.replace("<del>old </del>", "<del>old</del>")
    assert "The <ins>new</ins>" in text.replace("<ins>new </ins>", "<ins>new</ins>")
    assert "our wish" in text
    assert "127.0.0.1" not in text, "addresses are for auditors"


def test_an_auditor_sees_from_where(auditor: Browser, renamed: AuditLog) -> None:
    assert "127.0.0.1" in auditor.open(f"audit/auditlog/{renamed.pk}/change/").text


def test_a_row_leads_to_everything_in_its_request(curator: Browser) -> None:
    organization()
    source()
    pks = [str(draft(name).id) for name in ("2026_01", "2026_02")]
    form = {"action": "publish", "index": "0", "_selected_action": pks}
    curator.send("versions/version/", form)
    row = AuditLog.objects.filter(action="publish_version").first()
    assert row is not None
    page = curator.open(f"audit/auditlog/{row.pk}/change/")
    whole = curator.open(page.links["Everything else in this request"].removeprefix("/admin/"))
    assert whole.text.count("publish version") >= 2
    assert "uniprot/sprot@1.0.0" in whole.text
    assert "uniprot/sprot@1.1.0" in whole.text


def test_a_curator_reads_no_row_of_what_they_do_not_look_after(curator: Browser) -> None:
    row = AuditLog.objects.get(action="create_user")
    shown = curator.open(f"audit/auditlog/?entity_id={row.entity_id}").text
    assert 'class="field-when"' not in shown
    assert "create_user" not in curator.open(f"audit/auditlog/{row.pk}/change/").text
    told = curator.open("audit/auditlog/export.csv", request_id=str(row.request_id)).text
    assert '"rows":0,' in told.replace('""', '"')


@pytest.mark.parametrize(
    ("asked", "rows"),
    [
        ({"action": "create_source"}, 1),
        ({"q": "uniprot/sprot"}, 1),
        ({"q": "uniprot:sprot@2026_01"}, 2),
        ({"q": "uniprot"}, 1),
        ({"q": "nobody"}, 0),
        ({"days": "1"}, 5),
        ({"since": "2020-01-01", "until": "2020-12-31"}, 0),
        ({"action": "publish_version", "days": "7"}, 1),
    ],
)
def test_the_trail_is_narrowed(auditor: Browser, asked: dict[str, str], rows: int) -> None:
    organization()
    source()
    release("2026_01")
    assert auditor.open("audit/auditlog/", **asked).text.count('class="field-when"') == rows
    assert len(_rows(auditor.open("audit/auditlog/export.csv", **asked).text)) == rows
    noted = AuditLog.objects.get(action="export_trail")
    assert (noted.actor_label, noted.metadata["after"]) == (
        "grace",
        {"rows": rows, "format": "csv", "only": asked},
    )


def test_an_actor_leads_to_all_they_did(auditor: Browser, renamed: AuditLog) -> None:
    shown = auditor.open("audit/auditlog/", user_id=str(renamed.user_id))
    assert shown.text.count('class="field-when"') == 1
    assert auditor.open("audit/auditlog/", q="ada").text.count('class="field-when"') == 1


@pytest.mark.parametrize("form", ["csv", "json"])
def test_an_export_is_signed_as_the_operators_is(
    auditor: Browser,
    renamed: AuditLog,
    form: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    seal()
    told = auditor.open(f"audit/auditlog/export.{form}", entity_id=str(renamed.entity_id)).text
    file = tmp_path / "trail"
    file.write_bytes(told.encode())
    call_command("audit", "check-export", str(file))
    said = capsys.readouterr().out
    assert "As it was exported: 2 rows, signed by" in said
    assert "each as sealed; the whole trail was not verified then" in said
    file.write_bytes(told.replace("renamed", "rEnamed").replace("ada", "eve").encode())
    with pytest.raises(SystemExit):
        call_command("audit", "check-export", str(file))


def test_a_curators_export_keeps_back_what_is_for_auditors(
    curator: Browser, renamed: AuditLog
) -> None:
    address = "audit/auditlog/export.json"
    told = curator.open(address, entity_id=str(renamed.entity_id)).text.splitlines()
    first, row, *_ = map(orjson.loads, told)
    assert first["withheld"] == ["token_id", "ip_address", "user_agent"]
    assert {row[name] for name in first["withheld"]} == {None}


def test_what_is_shown_is_exported_whole(auditor: Browser, renamed: AuditLog) -> None:
    told = auditor.open("audit/auditlog/export.json").text.splitlines()
    shown = [row for row in map(orjson.loads, told) if row["kind"] == "row"]
    assert len(shown) == AuditLog.objects.exclude(action="export_trail").count()
    (row,) = [row for row in shown if row["action"] == "update_organization"]
    assert row["metadata"] == renamed.metadata
    assert row["ip_address"] == "127.0.0.1"


def test_a_longer_export_than_one_page_misses_nothing(auditor: Browser) -> None:
    from apps.audit.recording import record_many
    from tests.builders import BUILDER

    organization()
    select = f"""SELECT 'source' AS entity_type, bdp_uuid7() AS entity_id, 'x' || n AS entity_label,
                        '{{}}'::jsonb AS metadata FROM generate_series(1, {2 * AT_ONCE + 1}) AS n"""  # noqa: S608  the number is ours
    from apps.audit.actions import AuditAction

    record_many(AuditAction.INGEST_MEMBER, select, [], actor=BUILDER)
    told = _rows(auditor.open("audit/auditlog/export.csv").text)
    assert len({row["id"] for row in told}) == len(told) == AuditLog.objects.count() - 1


def test_no_cell_is_taken_for_a_formula(auditor: Browser) -> None:
    organization()
    source("A", name="x")
    AuditLog(
        action="update_source", actor_label="=cmd|' /C calc'!A0", entity_type="source",
        entity_id=Source.objects.get().pk, entity_label="@SUM(1+1)", metadata={},
        request_id=Source.objects.get().pk, created_at=Source.objects.get().created_at,
    ).save(force_insert=True)  # fmt: skip
    told = list(csv.reader(io.StringIO(auditor.open("audit/auditlog/export.csv").text)))
    assert not [cell for row in told for cell in row if cell[:1] in tuple("=+-@\t\r")]
    assert any("'=cmd|' /C calc'!A0" in row for row in told)


def test_changes_are_told_field_by_field() -> None:
    metadata = {"before": {"a": "x", "b": 1}, "after": {"a": "y", "b": 1, "c": ["d"]}}
    assert [change.field for change in field_changes(metadata)] == ["a", "c", "b"]
    assert summary(metadata) == 'a “x” → “y”; c “[ "d" ]”'
    assert field_changes({"reason": "only"}) == []


def test_a_long_text_is_compared_without_taking_long() -> None:
    (change,) = field_changes({"before": {"a": "x " * 50_000}, "after": {"a": "y " * 50_000}})
    assert [part.differs for part in change.parts_after] == [True]


def test_an_auditor_erases_from_where_a_request_came_and_says_why(
    auditor: Browser, curator: Browser, renamed: AuditLog
) -> None:
    page = f"audit/auditlog/{renamed.pk}/change/"
    assert "Erase origin" not in curator.open(page).text
    asked = f"audit/auditlog/{renamed.pk}/do/erase_origin/"
    assert "Erase origin" in auditor.open(page).text
    assert "What was done, by whom and when stays" in auditor.open(asked).text
    auditor.send(asked, {"confirmed": "1", "reason": "Ada has asked."})
    assert "127.0.0.1" not in auditor.open(page).text
    noted = AuditLog.objects.get(action="erase_origins")
    assert (noted.actor_label, noted.metadata["reason"]) == ("grace", "Ada has asked.")
