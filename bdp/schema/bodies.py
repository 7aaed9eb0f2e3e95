"""Bodies that may be written in another way than JSON, as the published schema shows them."""

from collections.abc import Iterable
from typing import Any

from apps.core.examples import documents
from apps.core.rendering import JSONRenderer


def texts(noun: str, kinds: Iterable[str]) -> dict[str, Any]:
    """Those of the media types beside JSON of which an example of this noun is shown."""
    others = set(kinds) - {JSONRenderer.media_type}
    shown = documents(noun) if others else {}
    return {
        kind: {
            "schema": {"description": "The file."},
            "examples": {"facts": {"value": shown[kind]}},
        }
        for kind in sorted(others & set(shown))
    }
