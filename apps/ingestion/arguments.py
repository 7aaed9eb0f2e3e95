"""What operators type, checked before anything begins: each refusal is a sentence."""

from argparse import ArgumentTypeError
from datetime import date

from apps.ingestion.fetching import place_of

MOST_OF_A_NAME = 64


def source_label(text: str) -> tuple[str, str]:
    """`org/slug`, in two."""
    organization, _, slug = text.partition("/")
    if not organization or not slug or "/" in slug:
        raise ArgumentTypeError(f"“{text}” is no source; write it as uniprot/swissprot")
    return organization, slug


def release_name(text: str) -> str:
    """What the publisher calls a release."""
    if not 0 < len(text) <= MOST_OF_A_NAME or not text.isprintable() or text != text.strip():
        raise ArgumentTypeError(
            f"{text!a} is no name of a release; give 1 to {MOST_OF_A_NAME} printable characters,"
            " no blank at either end"
        )
    return text


def uniprot_release(text: str) -> str:
    """UniProt's name of a release, such as 2024_01, which order as the releases do."""
    if not place_of(text):
        raise ArgumentTypeError(f"“{text}” is no release of UniProt; those look like 2024_01")
    return text


def day(text: str) -> date:
    """`2026-01-28`."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day; write it as 2026-01-28") from None


def percent(text: str) -> float:
    """From 0 to 100."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 100:  # noqa: PLR2004  a hundred is what a percentage is of
        raise ArgumentTypeError(f"“{text}” is no percentage; give a number from 0 to 100")
    return number
