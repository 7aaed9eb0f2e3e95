"""However wrong a record is, it is taken as it is told or refused, and its neighbours stand."""

import io
import random
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.ingestion.formats import Entry, Format, Refused, Unreadable
from apps.ingestion.formats.entries import entry_of
from apps.ingestion.formats.registry import FORMATS
from tests.ingestion.formats.mutating import faults, mutated
from tests.ingestion.formats.samples import FASTA, MODERN, OLD, XML

FLAT = FORMATS["uniprot"]
AFTER = MODERN.replace(b"P00001", b"P00009")


@settings(max_examples=300, deadline=None)
@given(record=st.sampled_from([MODERN, OLD]), seed=st.integers(0, 2**32))
def test_a_wrong_record_harms_nobody(record: bytes, seed: int) -> None:
    wrong = mutated(record, random.Random(seed))

    assert faults(FLAT, MODERN, record, wrong, AFTER) == []


def test_a_code_within_a_flag_hides_it_from_nobody() -> None:
    wrong = MODERN.replace(b"Fragment;", b"F{ECO:1}ragment;")
    assert wrong != MODERN
    assert faults(FLAT, MODERN, MODERN, wrong, AFTER) == []


@settings(max_examples=100, deadline=None)
@given(
    format_=st.sampled_from(list(FORMATS.values())),
    record=st.sampled_from([MODERN, OLD, FASTA.encode(), XML]),
    seed=st.integers(0, 2**32),
)
def test_whatever_is_taken_can_be_taken_apart(format_: Format, record: bytes, seed: int) -> None:
    wrong = mutated(record, random.Random(seed))

    for each in _read(format_, wrong):
        if isinstance(each, Entry):
            assert each == entry_of(format_.parse(each.text), each.text, each.line)
        else:
            assert each.reason.endswith(".")


@settings(max_examples=200, deadline=None)
@given(format_=st.sampled_from(sorted(FORMATS)), content=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(format_: str, content: bytes) -> None:
    assert all(each.line >= 1 for each in _read(FORMATS[format_], content))


def _read(format_: Format, content: bytes) -> list[Entry | Refused]:
    with suppress(Unreadable):
        return list(format_.entries(io.BytesIO(content)))
    return []
