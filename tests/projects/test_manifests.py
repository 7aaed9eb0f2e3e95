"""What a project says it uses: as JSON, as YAML, and all that can be wrong with it."""

import pytest
import yaml

from tests.checks import fields, refused
from tests.clients import Answer, Api
from tests.conftest import leaves_no_trace, leaves_trace
from tests.projects.lab import Lab

YAML = b"""
project: {name: screen, version: 1.10, description: Kinases}
sources:
  - lab:reads@1   # what we count
  - uniprot:P01308-fasta@^1.2
tools: [ncbi:blast@2]
"""
BROKEN = {
    "": "1", "reads": "6", "lab:": "5", "lab:reads@": "11", "lab:reads@^x": "12", "LAB:x": "1",
    "lab:reads@>=2,<1": "11", "lab:reads 1": "10", "a:b@\x07": "5", "x" * 400 + ":y": "101",
}  # fmt: skip


def put(screen: Lab, body: bytes, kind: str = "application/yaml") -> Answer:
    return screen.api.send("PUT", f"{screen.path}/manifest", raw=body, content_type=kind)


@pytest.mark.parametrize("kind", ["application/yaml", "application/x-yaml", "text/yaml"])
def test_a_bdp_yml_is_taken_as_it_is_written(screen: Lab, kind: str) -> None:
    answer = put(screen, YAML, kind)

    assert answer.status == 200
    assert answer.body == {
        "project": {"name": "screen", "version": "1.10", "description": "Kinases"},
        "sources": ["lab:reads@1", "uniprot:P01308-fasta@^1.2"],
        "tools": ["ncbi:blast@2"],
    }
    assert screen.told("manifest") == answer.body


def test_it_is_given_back_as_yaml_that_reads_the_same(screen: Lab) -> None:
    put(screen, YAML)
    answer = screen.api.get(f"{screen.path}/manifest", style="yaml")

    assert answer.headers["Content-Type"] == "application/yaml"
    assert yaml.safe_load(answer.body)["project"]["version"] == "1.10"
    with leaves_no_trace():
        assert put(screen, answer.body).status == 200


def test_a_new_project_uses_nothing(screen: Lab) -> None:
    assert screen.told("manifest") == {"project": {}, "sources": [], "tools": []}


def test_every_text_that_is_no_spec_is_told_at_once(screen: Lab) -> None:
    with leaves_no_trace():
        answer = screen.uses("lab:reads", *BROKEN, tools=["also broken"])

    refused(answer, 422, "resolve.unresolvable")
    assert fields(answer) == [*(spec.strip()[:300] for spec in BROKEN), "also broken"]
    for error, place in zip(answer.body["errors"], BROKEN.values(), strict=False):
        assert f"At character {place}," in error["detail"], error


def test_what_finds_nothing_yet_is_kept_and_a_repeated_spec_once(screen: Lab) -> None:
    answer = screen.uses("lab:nothing@1", " lab:nothing@1 ", "nobody:at-all")

    assert answer.body["sources"] == ["lab:nothing@1", "nobody:at-all"]


def test_a_change_of_it_leaves_a_trace_and_none_does_not(screen: Lab) -> None:
    with leaves_trace("update_project", "project.updated") as row:
        screen.uses("lab:reads")
    assert row.metadata["after"]["manifest"]["sources"] == ["lab:reads"]

    with leaves_no_trace():
        assert screen.uses("lab:reads").status == 200


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"sources: [lab:reads", "line 1"),
        (b"sources:\n  - *again", "line 2: write it out"),
        (b"sauces: []", "possible are project, sources, tools"),
        (b"sources: lab:reads", "expected a list of specs"),
        (b"\xff\xfe\x00", "this is not YAML"),
        (b"- lab:reads", "expected keys and values"),
        (b"sources: []\nsources: []", "a second time"),
        (b"[" * 5000, "line 1"),
    ],
)
def test_what_is_no_manifest_is_told_with_its_line(screen: Lab, body: bytes, told: str) -> None:
    answer = put(screen, body)

    refused(answer, 400, "request.invalid")
    assert fields(answer) == ["manifest"]
    assert told in answer.body["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"sources": "lab:reads"}, {"sources": [1]}, {"sources": [None]}, {"source": []},
        {"project": {"colour": "blue"}}, {"project": "screen"}, [], {"tools": {}},
    ],
)  # fmt: skip
def test_json_of_another_form_is_refused(screen: Lab, body: object) -> None:
    answer = screen.api.send("PUT", f"{screen.path}/manifest", body=body)

    refused(answer, 400, answer.body["code"])


def test_more_specs_than_are_resolved_at_once_are_refused(screen: Lab) -> None:
    answer = screen.uses(*(f"lab:reads@1.0.{n}" for n in range(10_001)))

    refused(answer, 413, "request.too_large")


def test_a_body_of_another_kind_is_refused(screen: Lab) -> None:
    refused(put(screen, b"x", "text/plain"), 415, "request.unsupported_media_type")
    refused(Api().send("PUT", f"{screen.path}/manifest", body={}), 401, "auth.required")
    too_long = b"sources:\n" + b"- lab:reads\n" * 400_000
    refused(put(screen, too_long), 413, "request.too_large")
