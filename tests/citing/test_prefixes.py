"""The prefix map, read by curies."""

from curies import Converter

from apps.citing.exports.prefixes import prefix_map
from apps.core.rendering import plain

ORIGIN = "https://bdp.example"


def converter(*named: tuple[str, list[str]]) -> Converter:
    return Converter.from_extended_prefix_map(plain(prefix_map(named, ORIGIN)))


def test_a_name_leads_to_its_page_and_back() -> None:
    known = converter(("uniprot", ["UniProtKB"]), ("go", []))
    assert known.expand("uniprot:P01308") == f"{ORIGIN}/uniprot/P01308"
    assert known.expand("UniProtKB:P01308") == f"{ORIGIN}/uniprot/P01308"
    assert known.compress(f"{ORIGIN}/api/v1/sources/uniprot/P01308") == "uniprot:P01308"


def test_an_alias_that_two_share_stands_for_neither() -> None:
    known = converter(("a", ["Shared", "go"]), ("b", ["shared", "B2"]), ("go", ["GO"]))
    assert known.expand("Shared:1") is known.expand("shared:1") is None
    assert known.expand("go:1") == f"{ORIGIN}/go/1"
    assert known.expand("B2:1") == f"{ORIGIN}/b/1"


def test_what_is_no_prefix_is_left_out() -> None:
    (record,) = prefix_map([("a", ["two words", "a:b", ""])], ORIGIN)
    assert record.prefix_synonyms == ()
