"""Texts that people made are shown as texts, whatever is in them, and addresses as addresses."""

import json

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.core.errors import DomainError
from bdp.templatetags.pages import data_block, outwards, residues, size
from tests import builders
from tests.clients import Api
from tests.pages.reading import Read, read

ODD = st.text(
    st.one_of(
        st.sampled_from("<>&\"'`=/\\ {%}#?;:.()\u2028\u202e\u200b"),
        st.characters(codec="utf-8", exclude_characters="\0\ufffd", exclude_categories=["Cc"]),
    ),
    min_size=1,
    max_size=40,
)
ATTACKS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>",
    "{{ 7|add:7 }}{% debug %}", "</script><script>alert(1)</script>", "javascript:alert(1)",
    "' onfocus=alert(1) autofocus='", "<!--", "&lt;b&gt;", "\u202egnp.exe",
]  # fmt: skip
ADDRESSES = ("/", "/search", "/o", "/o/s", "/o/s/1.0.0", "/search?q=")


def elements(page: Read) -> list[str]:
    return [name for name, _ in page.elements]


def nothing_executes(page: Read) -> None:
    """No script but ours and data, no attribute that is one, no address but of the web."""
    for name, attributes in page.elements:
        told = {key: value or "" for key, value in attributes.items()}
        assert not [key for key in told if key.startswith("on") or key == "style"], (name, told)
        if name == "script":
            assert told.get("src", "").startswith("/static/") or "ld+json" in told["type"]
        for key in ("href", "src", "action"):
            assert told.get(key, "/").startswith(("/", "?", "#", "http://", "https://"))
        if told.get("href", "/").startswith("http"):
            assert set((told.get("rel") or "").split()) >= {"nofollow", "noopener"}


@pytest.mark.parametrize("text", ATTACKS)
def test_nothing_of_what_people_wrote_executes(db: None, text: str) -> None:
    wrote(text)
    for address in ADDRESSES:
        answer = Api().get(address.replace("q=", f"q={text[:4]}") if "q=" in address else address)
        assert answer.status == 200
        nothing_executes(read(answer.body))
    assert text in "".join(read(Api().get("/o").body).texts)


@given(text=ODD)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_a_name_is_the_page_keeps_its_form(db: None, text: str) -> None:
    point = transaction.savepoint()
    wrote("plain")
    plain = [elements(read(Api().get(address).body)) for address in ADDRESSES[2:5]]
    try:
        renamed(text)
        odd = [read(Api().get(address).body) for address in ADDRESSES[2:5]]
    except DomainError:
        return  # no text that the registry keeps
    finally:
        transaction.savepoint_rollback(point)
    for form, page in zip(plain, odd, strict=True):
        assert set(elements(page)) <= set(form) | {"details", "summary", "table", "i"}
        nothing_executes(page)


@given(ODD)
def test_data_in_a_script_element_stays_in_it(text: str) -> None:
    block = data_block({"name": text})
    assert json.loads(block) == {"name": text}
    assert not set("<>&") & set(block)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://a.example", ""]
)
def test_what_is_no_address_of_the_web_is_no_link(address: str) -> None:
    assert outwards(address) == address


def test_a_link_outwards_vouches_for_nothing() -> None:
    link = outwards('https://a.example/"><script>')
    assert 'rel="nofollow noopener"' in link
    assert "<script>" not in link


@given(st.integers(1, 10**15))
def test_a_size_is_told_in_few_figures(count: int) -> None:
    figure, unit = size(count).split()
    assert float(figure) < 1000 or unit == "TB"


@given(st.text("ACDEFGHIKLMNPQRSTVWY", max_size=400))
def test_a_sequence_in_lines_is_the_whole_sequence(sequence: str) -> None:
    lines = residues(sequence)
    assert "".join(line.replace(" ", "") for _, line in lines) == sequence
    assert [place for place, _ in lines] == list(range(1, len(sequence) + 1, 60))


def wrote(text: str) -> None:
    """An organization, its source and a version of it, described by `text`."""
    builders.organization("o", name=text, description=text, citation=text)
    told = {"description": text, "tags": [text], "aliases": [text], "license_note": text}
    builders.source("s", of="o", name=text, **told)
    builders.release(None, "o/s", release_notes=text)


def renamed(text: str) -> None:
    """The same, called otherwise."""
    from apps.organizations.commands import update_organization
    from apps.sources.commands import update_source

    update_organization(actor=builders.BUILDER, organization="o", name=text, description=text)
    update_source(actor=builders.BUILDER, organization="o", source="s", name=text, reason=text)
