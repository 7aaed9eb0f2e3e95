"""Events in the envelope that CloudEvents 1.0 gives them, for whoever reads or receives them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from apps.core.services import services
from apps.events.dtos import CloudEvent

BASE = "/api/v1"
SPECVERSION = "1.0"
JSON = "application/json"


def here() -> str:
    """Where the registry stands, as its events say it, whoever asks by whichever name.

    That is a path alone (a URI-reference, as CloudEvents has it) where no operator said more.
    """
    return services.public_url + BASE


def enveloped(
    source: str,
    *,
    id: UUID,  # noqa: A002  as CloudEvents calls it
    type: str,  # noqa: A002
    subject: str,
    time: datetime,
    version: int,
    data: dict[str, Any],
) -> CloudEvent:
    """What happened in the registry that stands at `source`."""
    return CloudEvent(
        specversion=SPECVERSION, id=id, source=source, type=type, subject=subject, time=time,
        datacontenttype=JSON, dataschema=f"{source}/schema#{type}.{version}", data=data,
    )  # fmt: skip
