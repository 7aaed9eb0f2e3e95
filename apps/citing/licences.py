"""Licences as addresses: where the SPDX list describes them."""

from functools import cache

from license_expression import get_spdx_licensing  # type: ignore[import-untyped]

PAGES = "https://spdx.org/licenses/"


def page_of(license: str | None) -> str | None:  # noqa: A002  what the column is called
    """The page of a licence that is on the SPDX list; None for `other`, and for expressions."""
    return f"{PAGES}{license}" if license in _listed() else None


@cache
def _listed() -> frozenset[str]:
    known = get_spdx_licensing().known_symbols
    return frozenset(key for key in known if not key.startswith("LicenseRef-"))
