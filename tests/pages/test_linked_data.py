"""What a page says to machines: JSON-LD that those who know it can read."""

import re
from typing import Any

import orjson
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDF

from tests import builders
from tests.clients import Api
from tests.records import record
from tests.releases import ingest

# rdflib makes one of its own old graphs where it reads JSON-LD
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

BLOCK = re.compile(rb'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HERE = "http://testserver"
SCHEMA = "https://schema.org/"


def linked(address: str) -> bytes:
    """The one block of data in a page."""
    (block,) = BLOCK.findall(Api().get(address).body)
    return bytes(block)


def graph(address: str) -> Any:
    """What the page at an address says of things."""
    return Graph().parse(data=linked(address), format="json-ld")


@pytest.mark.parametrize("address", ["/uniprot/sprot", "/uniprot/sprot/1.1.0"])
def test_a_page_describes_what_stands_at_its_address(swissprot: str, address: str) -> None:
    told = graph(address)
    page = URIRef(HERE + address)
    assert (page, RDF.type, URIRef(f"{SCHEMA}Dataset")) in told
    assert (page, URIRef(f"{SCHEMA}url"), page) in told
    assert (page, URIRef(f"{SCHEMA}publisher"), URIRef(f"{HERE}/uniprot")) in told


def test_a_protein_is_part_of_the_releases_that_hold_it(db: None) -> None:
    builders.organization()
    ingest(record("P00001"))
    page, release = (URIRef(f"{HERE}/uniprot/{at}/1.0.0") for at in ("P00001", "swissprot"))
    assert (page, URIRef(f"{SCHEMA}isPartOf"), release) in graph("/uniprot/P00001/1.0.0")
    assert b'href="/uniprot/swissprot/1.0.0"' in Api().get("/uniprot/P00001/1.0.0").body


def test_a_draft_is_described_to_nobody(swissprot: str, member: Api) -> None:
    page = member.get(f"{swissprot}/2024_02")
    assert page.status == 200
    assert BLOCK.findall(page.body) == []
    assert b"To cite" not in page.body


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "<!--<script>", "a&b\u2028c"]
)
def test_no_text_leaves_the_block(db: None, text: str) -> None:
    builders.organization("o", name=text)
    builders.source("s", of="o", name=text, description=text)
    builders.release("1", "o/s")
    for address in ("/o/s", "/o/s/1"):
        assert text in orjson.loads(linked(address))["name"]
        assert graph(address)


@pytest.mark.parametrize("style", ["bibtex", "ris", "csl-json"])
def test_every_way_to_cite_leads_somewhere(swissprot: str, style: str) -> None:
    for address in (swissprot, f"{swissprot}/1.1.0"):
        (link,) = re.findall(rf'/api/v1/[^"]*style={style}', Api().get(address).body.decode())
        assert Api().get(link).status == 200
