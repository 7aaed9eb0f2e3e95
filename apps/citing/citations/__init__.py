"""The styles in which versions are cited: each a pure function from works to a text."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from apps.citing.citations import bibtex, csl, prose, ris
from apps.citing.dtos import Bibliography


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A style: its media type, the ending of its files, and who writes it."""

    media_type: str
    suffix: str
    write: Callable[[Bibliography], str]


STYLES: Mapping[str, Written] = {
    "bibtex": Written(media_type="application/x-bibtex", suffix="bib", write=bibtex.write),
    "ris": Written(media_type="application/x-research-info-systems", suffix="ris", write=ris.write),
    "csl-json": Written(
        media_type="application/vnd.citationstyles.csl+json", suffix="json", write=csl.write
    ),
    "text": Written(media_type="text/plain", suffix="txt", write=prose.write),
}
LOCK_STYLES: Mapping[str, Written] = {
    **STYLES,
    "availability": Written(media_type="text/plain", suffix="txt", write=prose.availability),
}
