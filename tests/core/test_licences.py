"""Licences that people type: SPDX expressions in their one spelling, or a refusal that helps."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.core.errors import InvalidRequest
from apps.core.licences import listed, parsed, require_licence
from apps.ingestion.catalogue import read_sample

REFUSED = {
    "CC BY 4.0": "Did you mean CC-BY-4.0",
    "cc-by-4.0": "Did you mean CC-BY-4.0?",
    "Apache 2": "Apache-2.0",
    "GPL-3.0": "Did you mean GPL-3.0-only?",
    "MIT  or Apache-2.0": "Did you mean MIT OR Apache-2.0?",
    "(MIT)": "Did you mean MIT?",
    "free for academic use": "Write other",
    "LicenseRef-ours": "Write other",
    "LicenseRef-scancode-public-domain": "Write other",
    "Classpath-exception-2.0": "Write other",
    "MIT AND": "Write other",
    "()": "Write other",
}


@pytest.mark.parametrize(
    "typed",
    [
        None, "", "other", "MIT", "CC-BY-4.0", "MIT OR Apache-2.0",
        "GPL-2.0-only WITH Classpath-exception-2.0", "MIT AND (CC0-1.0 OR CC-BY-4.0)",
    ],
)  # fmt: skip
def test_an_expression_in_its_own_spelling_is_taken(typed: str | None) -> None:
    require_licence(typed)


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_none_is_refused_with_what_is_near(typed: str) -> None:
    with pytest.raises(InvalidRequest) as refusal:
        require_licence(typed)
    (error,) = refusal.value.errors
    assert error.field == "license"
    assert REFUSED[typed] in error.detail


def test_every_licence_of_the_sample_is_taken() -> None:
    databases = read_sample().databases
    assert len(databases) > 2800
    for database in databases:
        require_licence(database.license)


def test_every_identifier_of_the_list_is_taken() -> None:
    assert len(listed()) > 600
    for identifier in listed():
        require_licence(identifier)


@given(st.text(st.sampled_from("()MIT AND OR WITH+-.,:\n\t/Ω"), max_size=60))
def test_whatever_is_typed_is_taken_or_refused(typed: str) -> None:
    try:
        require_licence(typed)
    except InvalidRequest:
        assert parsed(typed) is None or str(parsed(typed)) != typed
    else:
        assert typed == "" or str(parsed(typed)) == typed
