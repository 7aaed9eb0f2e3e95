"""From what people write under “licence” to the SPDX list.

The list is that of the `license-expression` package, read once, when first needed
(about 20 ms). What is not on it, or does not say which version, is kept in its own words.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from license_expression import (  # type: ignore[import-untyped]
    ExpressionError,
    ExpressionParseError,
    Licensing,
    get_spdx_licensing,
)

from apps.ingestion.catalogue.texts import one_line, shortened

OTHER = "other"
NOTE_LENGTH = 500
EXPRESSION_LENGTH = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Licence:
    """An SPDX expression without a note, or `other` with the publisher's words."""

    license: str
    note: str


@lru_cache(maxsize=1024)
def recognise(text: str) -> Licence | None:
    """The licence somebody wrote, or None if the words say nothing (“other”, “unspecified”)."""
    said = shortened(one_line(text), NOTE_LENGTH)
    words = said.rstrip("/")
    if not words or words.casefold() in _SAYS_NOTHING:
        return None
    if identifier := _identifier(words) or _expression(words):
        return Licence(license=identifier, note="")
    return Licence(license=OTHER, note=said)


_SAYS_NOTHING = frozenset(
    {
        "copyright",
        "copyrights",
        "https://creativecommons.org/licenses/unspecified",
        "licence",
        "license",
        "n/a",
        "none",
        "not specified",
        "other",
        "unknown",
        "unspecified",
    }
)

# Names in use that hold no SPDX identifier, folded, where only one version of the licence exists
# or the words name it.
_USUAL_NAMES = {
    "3-clause bsd": "BSD-3-Clause",
    "bsd-2": "BSD-2-Clause",
    "bsd-3": "BSD-3-Clause",
    "cc zero": "CC0-1.0",
    "cc zero 1.0": "CC0-1.0",
    "cc0": "CC0-1.0",
    "general public 2.0": "GPL-2.0-only",
    "general public 3.0": "GPL-3.0-only",
    "odbl": "ODbL-1.0",
    "open data commons public domain dedication and 1.0": "PDDL-1.0",
    "public domain mark 1.0": "CC-PDM-1.0",
}

_PORT = r"(?:/([a-z]{2,3}))?"
_PAGE = r"(?:\.en)?(?:\.html|\.txt)?"
_DEED = r"(?:/(?:deed|legalcode)[\w.-]*)?"

# Addresses whose path names the licence; what they give is folded like a name.
_ADDRESSES = tuple(
    (re.compile(rf"(?:url: )?(?:https?://)?(?:www\.)?{path}", re.IGNORECASE), name)
    for path, name in (
        (r"creativecommons\.org/publicdomain/zero/1\.0" + _DEED, "cc0"),
        (r"creativecommons\.org/(?:licenses|public-domain)/cc0(?:/1\.0)?", "cc0"),
        (r"creativecommons\.org/publicdomain/mark/1\.0" + _DEED, "cc-pdm-1.0"),
        (
            r"creativecommons\.org/licenses/(by[a-z-]*)/([1-4]\.[0-9])" + _PORT + _DEED,
            r"cc \1 \2 \3",
        ),
        (r"spdx\.org/licenses/([\w.-]+?)(?:\.html|\.json)?", r"\1"),
        (r"opensource\.org/licenses?/([\w.-]+?)(?:\.php)?", r"\1"),
        (r"apache\.org/licenses/licen[cs]e-2\.0(?:\.html|\.txt)?", "apache 2.0"),
        (r"w3\.org/consortium/legal/2015/copyright-software-and-document", "w3c-20150513"),
        (r"opendatacommons\.org/licenses/(pddl|odbl)/1[.-]0", r"\1 1.0"),
        (r"opendatacommons\.org/licenses/by/1[.-]0", "odc by 1.0"),
        (r"gnu\.org/licenses/(?:old-licenses/)?([al]?gpl)-([23]\.[0-9])" + _PAGE, r"\1 \2"),
    )
)

_SYNONYMS = (
    (re.compile(r"creative commons"), "cc"),
    (re.compile(r"non-?commercial"), "nc"),
    (re.compile(r"share-?alike"), "sa"),
    (re.compile(r"no-?deriv(?:ative)?s?"), "nd"),
    (re.compile(r"\battribut(?:ion|e)\b"), "by"),
    (re.compile(r"\b(gpl|general public licen[cs]e),? ?v(?:ersion)? ?(?=[0-9])"), r"\1 "),
    (re.compile(r"\bv(?=[0-9])"), ""),
)
_NOISE = re.compile(
    r"\b(?:the|gnu|licen[cs]e|version|international|unported|generic|universal|deed)\b"
)
_EXPRESSION = re.compile(r"[\w.+-]+(?: (?:and|or|with) [\w.+-]+)+", re.IGNORECASE | re.ASCII)


def _identifier(words: str) -> str | None:
    """What an address names, or what all the words around and in brackets agree on."""
    for pattern, name in _ADDRESSES:
        if match := pattern.fullmatch(words):
            return _by_fold().get(_fold(match.expand(name)))
    folds = {fold for fold in map(_fold, re.split(r"[()]", words)) if fold}
    keys = {_by_fold().get(f"cc{fold}" if fold.startswith("by") else fold) for fold in folds}
    return keys.pop() if len(keys) == 1 else None


def _fold(words: str) -> str:
    """Words without what people add, drop or spell differently."""
    folded = words.casefold()
    for pattern, name in _SYNONYMS:
        folded = pattern.sub(name, folded)
    bare = re.sub(r"[^a-z0-9.+]", "", _NOISE.sub("", folded)).rstrip(".")
    return re.sub(r"(?<![0-9.])([0-9])$", r"\1.0", bare)  # “GPL 3” means “GPL 3.0”


@cache
def _spdx() -> Licensing:
    return get_spdx_licensing()


@cache
def _by_fold() -> dict[str, str]:
    """SPDX identifiers by their folded spelling; those that fold alike are in it by none."""
    found: dict[str, set[str]] = {}
    for key, symbol in _spdx().known_symbols.items():
        if not _is_exception_or_foreign(key, symbol):
            for spelling in (key, *symbol.aliases):
                found.setdefault(_fold(spelling), set()).add(key)
    unambiguous = {fold: keys.pop() for fold, keys in found.items() if len(keys) == 1}
    return unambiguous | {_fold(name): key for name, key in _USUAL_NAMES.items()}


def _is_exception_or_foreign(key: str, symbol: Any) -> bool:
    return symbol.is_exception or key.startswith("LicenseRef-")


def _expression(words: str) -> str | None:
    """The words as an SPDX expression (`MIT OR Apache-2.0`), if they are one."""
    if not _EXPRESSION.fullmatch(words):
        return None
    try:
        parsed = _spdx().parse(words, validate=True, strict=True)
    except (ExpressionError, ExpressionParseError):
        return None
    expression = str(parsed)
    is_listed = "LicenseRef-" not in expression
    return expression if is_listed and len(expression) <= EXPRESSION_LENGTH else None
