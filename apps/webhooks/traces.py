"""What the trail, which many read, is told of an address: no more than its host."""

from typing import Any

import httpx


def told(state: dict[str, Any]) -> dict[str, Any]:
    """A state with its address cut short: paths and queries of receivers are often secrets."""
    return {**state, **({"url": place(state["url"])} if "url" in state else {})}


def place(url: str) -> str:
    """Scheme and host of an address."""
    address = httpx.URL(url)
    return f"{address.scheme}://{address.netloc.decode()}/…"
