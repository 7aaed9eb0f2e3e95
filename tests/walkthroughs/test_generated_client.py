"""A program in Python, generated from the schema that the running registry publishes."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.walkthroughs.conftest import Registry

GENERATOR = Path(sys.executable).with_name("openapi-python-client")
PACKAGE = "registry_client"
# The generator knows no YAML by itself: a manifest may be written in it, as bytes like any other.
CONFIGURATION = """
post_hooks: []
content_type_overrides: {application/yaml: application/octet-stream}
"""

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def generated(served: Registry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The generated package, made without a warning and ready to be imported."""
    folder = tmp_path_factory.mktemp("generated")
    configuration = folder / "generator.yaml"
    configuration.write_text(CONFIGURATION)
    made = subprocess.run(
        [GENERATOR, "generate", "--url", f"{served.address}/api/v1/schema", "--meta", "none",
         "--output-path", folder / PACKAGE, "--config", configuration, "--fail-on-warning"],
        capture_output=True, text=True, check=False, timeout=120, cwd=folder,
    )  # fmt: skip
    told = made.stdout + made.stderr
    assert made.returncode == 0, told
    assert "warning" not in told.lower(), told
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def call(generated: Path, served: Registry, token: str) -> Iterator[Call]:
    """`call("sources", "get_source", …)`: an operation of the client, as the administrator."""
    with _module("client").AuthenticatedClient(base_url=served.address, token=token) as client:

        def operation(chapter: str, name: str, *path: str, **arguments: Any) -> Any:
            return _module(f"api.{chapter}.{name}").sync(*path, client=client, **arguments)

        yield operation


def test_a_generated_client_writes_and_reads_what_it_wrote(call: Call) -> None:
    models = _module("models")
    made = call(
        "organizations", "create_organization",
        body=models.CreateOrganization(slug="rhea-lab", name="Rhea", license_="CC-BY-4.0"),
    )  # fmt: skip
    assert isinstance(made, models.OrganizationDetail)
    body = models.CreateSource(
        organization="rhea-lab", slug="reactions", name="Reactions",
        source_type=models.SourceTypeEnum.DATABASE,
    )  # fmt: skip
    source = call("sources", "create_source", body=body)
    assert (source.organization, source.slug) == ("rhea-lab", "reactions")

    changes = models.UpdateSource(description="Biochemical reactions.", reason="It says so.")
    changed = call("sources", "update_source", "rhea-lab", "reactions", body=changes)
    assert changed.description == "Biochemical reactions."
    assert call("sources", "get_source", "rhea-lab", "reactions") == changed


def test_a_generated_client_publishes_a_version(call: Call) -> None:
    models = _module("models")
    call(
        "organizations",
        "create_organization",
        body=models.CreateOrganization(slug="pfam-lab", name="Pfam"),
    )
    body = models.CreateSource(
        organization="pfam-lab", slug="families", name="Families",
        source_type=models.SourceTypeEnum.ANNOTATION,
    )  # fmt: skip
    call("sources", "create_source", body=body)

    draft = models.CreateVersion(external_version="38.0", release_notes="New families.")
    made = call("versions", "create_version", "pfam-lab", "families", body=draft)
    assert (made.version, made.status) == ("1.0.0", models.StatusEnum.DRAFT)
    why = models.Reasoned(reason="Pfam has released it.")
    published = call("versions", "publish_version", "pfam-lab", "families", "38.0", body=why)
    assert published.status == models.StatusEnum.PUBLISHED
    assert call("versions", "get_version", "pfam-lab", "families", "latest").id == made.id


def test_a_generated_client_turns_pages(call: Call) -> None:
    models = _module("models")
    for slug in ("cath-a", "cath-b", "cath-c"):
        organization = models.CreateOrganization(slug=slug, name="CATH")
        call("organizations", "create_organization", body=organization)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while page := call("organizations", "list_organizations", limit=100, count=True, **cursor):
        seen += [row.slug for row in page.results]
        if not page.next_:
            break
        cursor = {"cursor": page.next_.partition("cursor=")[2].partition("&")[0]}
    assert page.count == len(seen) == len(set(seen)) > 100
    assert {"cath-a", "cath-b", "cath-c"} <= set(seen)


def test_a_generated_client_reads_why_it_was_refused(call: Call) -> None:
    models = _module("models")
    refused = call("sources", "get_source", "uniprot", "nothing-at-all")
    assert isinstance(refused, models.Problem)
    assert (refused.status, refused.code) == (404, "source.not_found")

    wrong = models.CreateOrganization(slug="a", name="A", website="ftp://a.example")
    refused = call("organizations", "create_organization", body=wrong)
    assert (refused.status, refused.code) == (400, "request.invalid")
    assert [error.field for error in refused.errors] == ["website"]


def _module(name: str) -> Any:
    return import_module(f"{PACKAGE}.{name}")
