"""JSON-LD of sources and versions, read by rdflib, which fetches nothing for it."""

import pytest
from rdflib import DCTERMS, RDF, Graph, Literal, Namespace, URIRef

from apps.citing.exports.schema_org import PROFILE
from apps.core.rendering import dumps
from apps.sources.commands import update_source
from tests import builders
from tests.checks import refused
from tests.clients import Answer, Api
from tests.records import record
from tests.releases import ingest

# rdflib's own reader of JSON-LD makes one
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

SCHEMA = Namespace("https://schema.org/")
SITE = "http://testserver"
SOURCE = "sources/uniprot/P00001"
VERSION = f"{SOURCE}/versions/1.0.0"
LINKED = "application/ld+json"


@pytest.fixture(autouse=True)
def _uniprot(db: None) -> None:
    builders.organization("uniprot", website="https://www.uniprot.org", citation="The paper.")
    ingest(record("P00001"))


def ask(path: str, accept: str, tag: str | None = None) -> Answer:
    return Api().send("GET", path, if_none_match=tag, HTTP_ACCEPT=accept)


def graph(path: str) -> Graph:
    answer = ask(path, LINKED)
    assert (answer.status, answer.headers["Content-Type"]) == (200, LINKED)
    return Graph().parse(data=dumps(answer.body), format="json-ld")


def test_a_version_is_a_data_set_of_the_profile() -> None:
    told, page = graph(VERSION), URIRef(f"{SITE}/uniprot/P00001/1.0.0")
    assert (page, RDF.type, SCHEMA.Dataset) in told
    assert (page, DCTERMS.conformsTo, URIRef(PROFILE)) in told
    for name in ("name", "description", "identifier", "keywords", "url"):
        assert (page, SCHEMA[name], None) in told, name
    assert (page, SCHEMA.url, page) in told
    assert (page, SCHEMA.identifier, Literal("uniprot:P00001@1.0.0")) in told
    assert (page, SCHEMA.version, Literal("2026_01")) in told
    assert (page, SCHEMA.citation, Literal("The paper.")) in told


def test_its_files_can_be_had_where_it_says_and_are_what_it_says(stranger: Api) -> None:
    told = graph(VERSION)
    downloads = list(told.subjects(RDF.type, SCHEMA.DataDownload))
    assert len(downloads) == 3
    for download in downloads:
        (address,) = told.objects(download, SCHEMA.contentUrl)
        sent = stranger.get(str(address).removeprefix(SITE))
        assert sent.headers["ETag"] == f'"{next(told.objects(download, SCHEMA.sha256))}"'


def test_a_version_leads_to_its_source_and_the_release_that_holds_it() -> None:
    told, page = graph(VERSION), URIRef(f"{SITE}/uniprot/P00001/1.0.0")
    assert (page, SCHEMA.exampleOfWork, URIRef(f"{SITE}/uniprot/P00001")) in told
    assert (page, SCHEMA.isPartOf, URIRef(f"{SITE}/uniprot/swissprot/1.0.0")) in told


def test_a_source_leads_to_its_newest_version_and_its_publisher() -> None:
    told, page = graph(SOURCE), URIRef(f"{SITE}/uniprot/P00001")
    assert (page, SCHEMA.workExample, URIRef(f"{SITE}/uniprot/P00001/1.0.0")) in told
    assert (page, SCHEMA.publisher, URIRef(f"{SITE}/uniprot")) in told
    assert (URIRef(f"{SITE}/uniprot"), SCHEMA.url, URIRef("https://www.uniprot.org")) in told


def test_a_source_without_a_version_and_a_tool_are_told_too() -> None:
    builders.source("blast", name="BLAST", entry_type="tool", license="MIT")
    told, page = graph("sources/uniprot/blast"), URIRef(f"{SITE}/uniprot/blast")
    assert (page, RDF.type, SCHEMA.SoftwareApplication) in told
    assert (page, SCHEMA.license, URIRef("https://spdx.org/licenses/MIT")) in told
    assert (page, SCHEMA.workExample, None) not in told


def test_a_source_without_a_licence_has_that_of_its_newest_version() -> None:
    builders.source("trembl", license="CC-BY-4.0")
    builders.release("1", of="uniprot/trembl")
    update_source(actor=builders.BUILDER, organization="uniprot", source="trembl", license=None)
    page = URIRef(f"{SITE}/uniprot/trembl")
    licence = URIRef("https://spdx.org/licenses/CC-BY-4.0")
    assert (page, SCHEMA.license, licence) in graph("sources/uniprot/trembl")
    update_source(actor=builders.BUILDER, organization="uniprot", source="trembl", license="MIT")
    told = graph("sources/uniprot/trembl")
    assert list(told.objects(page, SCHEMA.license)) == [URIRef("https://spdx.org/licenses/MIT")]


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        (LINKED, LINKED),
        (f"{LINKED}, */*;q=0.1", LINKED),
        (f"{LINKED};q=0.5, application/json", "application/json"),
        (f"application/json;q=0.5, {LINKED}", LINKED),
        ("text/html", "application/json"),
        ("", "application/json"),
        (f"{LINKED};q=0", "application/json"),
        ("nonsense;;,/", "application/json"),
    ],
)
@pytest.mark.parametrize("path", [SOURCE, VERSION])
def test_a_client_gets_what_it_prefers_and_caches_are_told(
    path: str, accept: str, kind: str
) -> None:
    answer = ask(path, accept)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert "Accept" in answer.headers["Vary"].split(", ")


@pytest.mark.parametrize("path", [SOURCE, VERSION])
def test_each_form_has_a_tag_of_its_own(path: str) -> None:
    tags = {kind: ask(path, kind).headers["ETag"] for kind in (LINKED, "application/json")}
    assert len(set(tags.values())) == 2
    for kind, tag in tags.items():
        again = ask(path, kind, tag)
        assert (again.status, again.body) == (304, b"")
        assert "Accept" in again.headers["Vary"].split(", ")
        (other,) = set(tags) - {kind}
        assert ask(path, other, tag).status == 200


def test_by_another_name_it_says_where_it_stands() -> None:
    answer = ask(f"{SOURCE}/versions/latest", LINKED)
    assert answer.headers["Content-Location"] == f"/api/v1/{VERSION}"


def test_a_draft_is_not_described(api: Api) -> None:
    builders.source("sprot")
    builders.draft("2026_02", of="uniprot/sprot")
    path = "sources/uniprot/sprot/versions/2026_02"
    assert ask(path, LINKED).status == 404
    builders.member("curie", "member")
    refused(api.send("GET", path, HTTP_ACCEPT=LINKED), 409, "version.not_published")
