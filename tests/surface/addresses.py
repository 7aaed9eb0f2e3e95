"""Every address below the base, and what can be asked there, as the URLconf has it."""

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

BASE = "api/v1/"
CONVERTED, NAMED = re.compile(r"<\w+:(\w+)>"), r"{\1}"
METHODS = ("get", "post", "put", "patch", "delete")


def views() -> Iterator[tuple[str, Any]]:
    """Each route below the base as the URLconf spells it, and the view it leads to."""
    return (found for found in _routes(get_resolver(), "") if found[0].startswith(BASE))


def operations() -> set[str]:
    """Everything that can be asked, such as `GET organizations/{organization}`."""
    return {
        f"{method.upper()} {CONVERTED.sub(NAMED, route.removeprefix(BASE))}"
        for route, view in views()
        for method in METHODS
        if method in (getattr(view, "actions", None) or dir(view.cls))
    }


def without_a_row(rows: set[str], operations: set[str], table: str) -> str:
    """What a table of the tests lacks, or holds in vain, as a sentence; nothing if it fits."""
    missing, vain = sorted(operations - rows), sorted(rows - operations)
    added = f"Add to {table}: {', '.join(missing)}. " if missing else ""
    return added + (f"Take off {table}: {', '.join(vain)}." if vain else "")


def _routes(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        route = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLPattern):
            yield route, pattern.callback
        else:
            yield from _routes(pattern, route)
