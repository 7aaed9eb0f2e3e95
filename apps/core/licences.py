"""How licences are written: as SPDX expressions, or as `other` where the list has none.

The list is that of the `license-expression` package, read once, when first needed (about 20 ms).
"""

import re
from difflib import get_close_matches
from functools import cache
from typing import Any

from license_expression import (  # type: ignore[import-untyped]
    ExpressionError,
    Licensing,
    get_spdx_licensing,
)

from apps.core.errors import invalid_field

OTHER = "other"
MOST_LETTERS = 256
MOST_NEAR = 3
FOREIGN = "LicenseRef-"  # what the package knows beyond the SPDX list


@cache
def spdx() -> Licensing:
    """The SPDX list, and the reader of expressions over it."""
    return get_spdx_licensing()


@cache
def listed() -> frozenset[str]:
    """The identifiers on the SPDX list."""
    known = spdx().known_symbols.items()
    return frozenset(
        key for key, symbol in known if not symbol.is_exception and not key.startswith(FOREIGN)
    )


def parsed(expression: str) -> Any:
    """An SPDX expression as a tree; None for what is none."""
    try:
        tree = spdx().parse(expression, validate=True, strict=True)
    except (ExpressionError, LookupError):  # the latter for a pair of brackets with nothing inside
        return None
    return None if tree is None or FOREIGN in str(tree) else tree


def require_licence(typed: str | None) -> None:
    """Raises `InvalidRequest`, naming what is near, for what is no SPDX expression nor `other`.

    Each licence has one spelling, or nobody could ask for all that is under it. What is too long
    is the table's to refuse.
    """
    if typed in {None, "", OTHER} or typed in listed() or len(typed or "") > MOST_LETTERS:
        return
    tree = parsed(typed or "")
    meant = None if tree is None else str(tree)
    if meant != typed:
        raise invalid_field("license", _refused([meant] if meant else _near(typed or "")))


def _refused(near: list[str]) -> str:
    meant = f" Did you mean {' or '.join(near)}?" if near else ""
    return (
        f"this is no licence of the SPDX list (https://spdx.org/licenses), nor several joined by "
        f"AND, OR and WITH.{meant} Write other for one that is not on the list"
    )


def _near(typed: str) -> list[str]:
    folded = {_fold(key): key for key in sorted(listed())}
    return [folded[fold] for fold in get_close_matches(_fold(typed), folded, n=MOST_NEAR)]


def _fold(name: str) -> str:
    """A name without what people write differently in it."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())
