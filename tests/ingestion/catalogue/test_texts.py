"""What the registry takes as a slug, a name, an address."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.ingestion.catalogue import Reason
from apps.ingestion.catalogue.texts import (
    is_homepage,
    one_line,
    paragraphs,
    shortened,
    shown,
    slug_of_name,
    slug_of_prefix,
    why_no_slug,
)


@pytest.mark.parametrize(
    ("prefix", "slug"),
    [("UniProt", "uniprot"), ("_3dmet", "3dmet"), ("go.ref", "go.ref"), ("__a", "_a")],
)
def test_a_prefix_loses_its_capitals_and_one_leading_underscore(prefix: str, slug: str) -> None:
    assert slug_of_prefix(prefix) == slug


@pytest.mark.parametrize("slug", ["a", "0", "3dmet", "go.ref", "a_b-c.d", "a" * 100])
def test_a_slug_is_what_organizations_take(slug: str) -> None:
    assert why_no_slug(slug) is None


@pytest.mark.parametrize(
    "slug", ["", "_a", "-a", ".a", "A", "a b", "a/b", "ä", "a\n", "a\0", "٣", "a" * 101]
)
def test_anything_else_is_no_slug(slug: str) -> None:
    assert why_no_slug(slug) is Reason.NO_SLUG


@pytest.mark.parametrize("slug", ["0190b0a5-6f7e-7cc3-98c4-dc0c0c07398f", str(UUID(int=0))])
def test_what_looks_like_an_id_is_no_slug(slug: str) -> None:
    assert why_no_slug(slug) is Reason.ID_SHAPED_SLUG


@pytest.mark.parametrize(
    "word", ["admin", "api", "docs", "health", "metrics", "projects", "search", "static"]
)
def test_words_of_the_registrys_addresses_are_reserved(word: str) -> None:
    assert why_no_slug(word) is Reason.RESERVED_SLUG


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Guide to Pharmacology", "guide-to-pharmacology"),
        ("PHI-base Ontology", "phi-base-ontology"),
        ("  (Protégé) & Co.  ", "protege-co"),
        ("v1.0_beta", "v1.0_beta"),
        ("Hölzel ﬁle №5", "holzel-file-no5"),
        ("日本", ""),
        ("...", ""),
        ("x" * 99 + "-y", "x" * 99),
    ],
)
def test_a_name_becomes_the_slug_a_person_would_write(name: str, slug: str) -> None:
    assert slug_of_name(name) == slug


@given(st.text())
def test_a_slug_made_of_any_name_is_empty_or_well_formed(name: str) -> None:
    slug = slug_of_name(name)

    assert slug == "" or why_no_slug(slug) is not Reason.NO_SLUG


@pytest.mark.parametrize(
    "url",
    [
        "http://www.uniprot.org",
        "https://string-db.org/",
        "http://147.99.156.182/ontologies/",
        "https://example.org:8080/a%20b?x=[1]&y='z'#top",
        "https://example.org?x",
        "https://a.b.c.xn--p1ai/",
        "https://example.org/" + "x" * 1980,
    ],
)
def test_a_homepage_is_an_address_of_the_web(url: str) -> None:
    assert is_homepage(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "ftp://example.org/",
        "HTTP://example.org",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://localhost/",
        "https://example/",
        "https://-example.org/",
        "https://example-.org/",
        "https://exam_ple.org/",
        "https://example..org/",
        "https://example.org./",
        "https://example.o/",
        "https://" + "a" * 64 + ".org/",
        "https://127.0.0.1/",
        "https://10.0.0.1/",
        "https://1.2.3/",
        "https://999.1.1.1/",
        "https://user:secret@example.org/",
        "https://example.org:123456/",
        "https://example.org/a b",
        "https://example.org/\n",
        'https://example.org/"><script>',
        "https://example.org/é",
        "https://example.org/" + "x" * 1981,
    ],
)
def test_anything_else_is_no_homepage(url: str) -> None:
    assert not is_homepage(url)


def test_a_name_is_one_line_of_printable_words() -> None:
    assert (
        one_line("\ufeff Gene\u00a0 Ontology\r\n\x00(G\x1bO)\u2028\udc80 ") == "Gene Ontology (GO)"
    )


def test_a_description_keeps_its_line_breaks_and_nothing_else_unprintable() -> None:
    assert paragraphs(" One\ttwo\u00a0three.\r\n\nFour\x00\x07\u2028five. \n") == (
        "One two three.\n\nFour five."
    )


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert shortened("abcdef", 6) == "abcdef"
    assert shortened("abcdefg", 6) == "abcde…"


def test_what_is_shown_is_short_and_marks_what_cannot_be_printed() -> None:
    assert shown(" a\n\nb\x00c ") == "a b�c"
    assert shown("x" * 81) == "x" * 79 + "…"
    assert shown("x" * 80) == "x" * 80


@given(st.text())
def test_whatever_is_cleaned_is_printable(text: str) -> None:
    assert one_line(text).isprintable()
    assert one_line(text) == one_line(text).strip()
    assert paragraphs(text).replace("\n", "").isprintable()
    assert shown(text).isprintable()
    assert len(shown(text)) <= 80
