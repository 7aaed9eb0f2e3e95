"""How a path or a body names a row: by its slug or by its id, which no slug can resemble."""

from typing import Any

from apps.core.ids import as_uuid

# words of the registry's own addresses: no organization is called so
RESERVED = ("api", "admin", "health", "metrics", "search", "static", "docs", "projects")
ID_SHAPED = r"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"


def named(reference: str, *, slug: str = "slug", id: str = "id") -> dict[str, Any]:  # noqa: A002
    """The filter for what `reference` names; `slug` and `id` are the columns to look in."""
    if (spelled := as_uuid(reference)) is not None:
        return {id: spelled}
    return {slug: reference}
