"""What is known of licences: what they forbid and ask, and where the SPDX list describes them.

Of a licence that is not described here, nothing is claimed: neither a freedom nor a limit.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from apps.citing.dtos import Terms
from apps.core.licences import listed, parsed

PAGES = "https://spdx.org/licenses/"
REDISTRIBUTION, COMMERCIAL, DERIVATIVES = "redistribution", "commercial use", "derivatives"
FLAGGED = frozenset({REDISTRIBUTION, COMMERCIAL})
CREDIT, ALIKE = "attribution", "share-alike"

UNKNOWN = Terms(known=False)
CREATIVE_COMMONS = re.compile(r"CC-BY(-NC)?(-ND|-SA)?-[1-4]\.[0-9](?:-[A-Z]{2,3})?")

# Keeping a notice is a kind of attribution; so is naming the licence.
WELL_KNOWN = tuple(
    (re.compile(names), Terms(forbids=frozenset(forbids), asks=frozenset(asks), known=True))
    for names, forbids, asks in (
        (r"CC0-1\.0|CC-PDM-1\.0|PDDL-1\.0|DL-DE-ZERO-2\.0|Unlicense|0BSD|MIT-0", (), ()),
        (r"MIT|Apache-(1\.1|2\.0)|BSD-[1-4]-Clause|ISC|Zlib|NCSA|BSL-1\.0", (), (CREDIT,)),
        (r"ODC-By-1\.0|CDLA-Permissive-[12]\.0|DL-DE-BY-2\.0", (), (CREDIT,)),
        (r"OGL-UK-[123]\.0|etalab-2\.0|NLOD-[12]\.0", (), (CREDIT,)),
        (r"Artistic-2\.0|W3C(-[0-9]{8})?", (), (CREDIT,)),
        (r"(A|L)?GPL-[1-3]\.[0-9](-only|-or-later)", (), (CREDIT, ALIKE)),
        (r"GFDL-1\.[1-3](-no-invariants)?(-only|-or-later)", (), (CREDIT, ALIKE)),
        (r"ODbL-1\.0|CDLA-Sharing-1\.0|EUPL-1\.[0-2]", (), (CREDIT, ALIKE)),
        (r"MPL-(1\.1|2\.0)|EPL-[12]\.0|CDDL-1\.[01]", (), (CREDIT, ALIKE)),
        (r"PolyForm-Noncommercial-1\.0\.0|NCGL-UK-2\.0", (COMMERCIAL,), (CREDIT,)),
    )
)


def page_of(license: str | None) -> str | None:  # noqa: A002  what the column is called
    """The page of a licence that is on the SPDX list; None for `other`, and for expressions."""
    return f"{PAGES}{license}" if license in listed() else None


@lru_cache(maxsize=1024)
def terms_of(licence: str | None) -> Terms:
    """What an SPDX expression forbids and asks; of `other`, and of nothing said, nothing known."""
    tree = parsed(licence) if licence else None
    return UNKNOWN if tree is None else _of(tree)


def _of(tree: Any) -> Terms:
    if hasattr(tree, "args") and tree.args:
        told = [_of(part) for part in tree.args]
        return _freest(told) if tree.operator.strip() == "OR" else _together(told)
    if hasattr(tree, "license_symbol"):  # WITH: an exception takes nothing away
        return _named(tree.license_symbol.key)
    return _named(tree.key)


def _named(key: str) -> Terms:
    if said := CREATIVE_COMMONS.fullmatch(key):
        forbids = {COMMERCIAL} if said[1] else set()
        forbids |= {DERIVATIVES} if said[2] == "-ND" else set()
        asks = {CREDIT, ALIKE} if said[2] == "-SA" else {CREDIT}
        return Terms(forbids=frozenset(forbids), asks=frozenset(asks), known=True)
    return next((terms for names, terms in WELL_KNOWN if names.fullmatch(key)), UNKNOWN)


def _together(told: Sequence[Terms]) -> Terms:
    """Of licences that hold all at once: what any of them forbids, and asks."""
    return Terms(
        forbids=frozenset().union(*(each.forbids for each in told)),
        asks=frozenset().union(*(each.asks for each in told)),
        known=all(each.known for each in told),
    )


def _freest(told: Sequence[Terms]) -> Terms:
    """Of licences to choose from the one that forbids least, then asks least.

    Where even that forbids something, one of which nothing is known might be freer.
    """
    known = [each for each in told if each.known]
    if not known:
        return _together([each for each in told if each.forbids] or [UNKNOWN])
    best = min(known, key=lambda each: (_weight(each), len(each.asks)))
    certain = len(known) == len(told) or not best.forbids
    return Terms(forbids=best.forbids, asks=best.asks, known=certain)


def _weight(terms: Terms) -> tuple[int, int]:
    return len(terms.forbids & FLAGGED), len(terms.forbids)
