"""CRC64 and mass as UniProt prints them: the figures are those of the published record P01308."""

import pytest

from apps.ingestion.formats import checks

INSULIN = (
    b"MALWMRLLPLLALLALWGPDPAAAFVNQHLCGSHLVEALYLVCGERGFFYTPKTRREAEDLQVGQVELGGGPGAGSLQPLALEGS"
    b"LQKRGIVEQCCTSICSLYQLENYCN"
)


def test_the_figures_of_human_insulin() -> None:
    assert len(INSULIN) == 110
    assert checks.mass(INSULIN) == 11981
    assert checks.crc64(INSULIN) == "C2C3B23B85E520E5"


@pytest.mark.parametrize(("one", "other"), [(b"B", b"DN"), (b"Z", b"EQ")])
def test_a_doubtful_residue_weighs_what_its_two_kinds_weigh_on_average(
    one: bytes, other: bytes
) -> None:
    assert checks.mass(one * 2000) == pytest.approx(checks.mass(other * 1000), abs=1)


def test_every_letter_that_uniprot_uses_weighs_something() -> None:
    weightless = {
        letter
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        if checks.mass(letter.encode()) == checks.mass(b"")
    }

    assert weightless == {"J"}
