"""What licences forbid and ask: as their texts say, and nothing claimed of the others."""

import pytest

from apps.citing.licences import terms_of
from apps.core.licences import listed
from apps.ingestion.catalogue import read_sample

CREDIT, ALIKE, SALE, CHANGES = "attribution", "share-alike", "commercial use", "derivatives"
TERMS: dict[str, tuple[set[str], set[str]]] = {
    "CC0-1.0": (set(), set()),
    "PDDL-1.0": (set(), set()),
    "MIT": (set(), {CREDIT}),
    "Apache-2.0": (set(), {CREDIT}),
    "BSD-3-Clause": (set(), {CREDIT}),
    "ODC-By-1.0": (set(), {CREDIT}),
    "CC-BY-4.0": (set(), {CREDIT}),
    "CC-BY-3.0-IGO": (set(), {CREDIT}),
    "CC-BY-SA-3.0": (set(), {CREDIT, ALIKE}),
    "CC-BY-ND-4.0": ({CHANGES}, {CREDIT}),
    "CC-BY-NC-4.0": ({SALE}, {CREDIT}),
    "CC-BY-NC-SA-2.5": ({SALE}, {CREDIT, ALIKE}),
    "CC-BY-NC-ND-4.0": ({SALE, CHANGES}, {CREDIT}),
    "ODbL-1.0": (set(), {CREDIT, ALIKE}),
    "GPL-2.0-only": (set(), {CREDIT, ALIKE}),
    "LGPL-2.1-or-later": (set(), {CREDIT, ALIKE}),
    "AGPL-3.0-only": (set(), {CREDIT, ALIKE}),
    "Artistic-2.0": (set(), {CREDIT}),
    "EUPL-1.2": (set(), {CREDIT, ALIKE}),
    "GPL-2.0-only WITH Classpath-exception-2.0": (set(), {CREDIT, ALIKE}),
    "MIT AND CC-BY-NC-4.0": ({SALE}, {CREDIT}),
    "CC0-1.0 AND ODbL-1.0": (set(), {CREDIT, ALIKE}),
    "GPL-3.0-only OR MIT": (set(), {CREDIT}),
    "CC-BY-NC-4.0 OR CC-BY-ND-4.0": ({CHANGES}, {CREDIT}),
    "MIT AND (CC-BY-NC-4.0 OR CC-BY-SA-4.0)": (set(), {CREDIT, ALIKE}),
    "MIT OR Community-Spec-1.0": (set(), {CREDIT}),
}


@pytest.mark.parametrize("licence", TERMS)
def test_a_well_known_licence_is_told_as_its_text_says(licence: str) -> None:
    terms = terms_of(licence)
    assert terms.known
    assert (set(terms.forbids), set(terms.asks)) == TERMS[licence]


@pytest.mark.parametrize(
    "licence",
    [
        None,
        "",
        "other",
        "Community-Spec-1.0",
        "CC-BY-0.1",
        "free",
        "BSD-3-Clause-No-Nuclear-License",
    ],
)
def test_of_any_other_nothing_is_claimed(licence: str | None) -> None:
    terms = terms_of(licence)
    assert not terms.known
    assert not terms.forbids | terms.asks


@pytest.mark.parametrize(
    "licence",
    [
        "CC-BY-NC-4.0 AND Community-Spec-1.0", "CC-BY-NC-4.0 OR Community-Spec-1.0",
        "(CC-BY-NC-4.0 AND Community-Spec-1.0) OR (CC-BY-NC-3.0 AND Community-Spec-1.0)",
    ],
)  # fmt: skip
def test_what_one_part_forbids_is_told_and_that_the_rest_is_not_known(licence: str) -> None:
    terms = terms_of(licence)
    assert not terms.known
    assert terms.forbids == {SALE}


def test_every_licence_on_the_list_that_says_noncommercial_forbids_sale_or_is_not_known() -> None:
    suspicious = {key for key in listed() if "-NC-" in key or "Noncommercial" in key}
    assert len(suspicious) > 20
    told = [terms_of(key) for key in suspicious]
    assert all(SALE in terms.forbids for terms in told if terms.known)


def test_nearly_all_licences_of_the_sample_are_known() -> None:
    borne = {database.license for database in read_sample().databases} - {None, "other"}
    assert {licence for licence in borne if not terms_of(licence).known} == {"Community-Spec-1.0"}
