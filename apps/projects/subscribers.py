"""What watched projects hear of: whatever moves a version that could be one of their pins."""

from uuid import UUID

from apps.events.subscribing import Told, subscriber
from apps.ingestion.events import ReleaseIngested
from apps.projects.tasks import defer_comparing
from apps.projects.watching import touch
from apps.versions.events import (
    VersionDeprecated,
    VersionPublished,
    VersionUnyanked,
    VersionYanked,
)


@subscriber(
    VersionPublished,
    VersionDeprecated,
    VersionYanked,
    VersionUnyanked,
    ReleaseIngested,
    name="projects.watch",
)
def watch(told: Told) -> None:
    """Have every watched project that this touches compared, soon and once."""
    is_release = told.type.endswith(ReleaseIngested.type)
    if touch(UUID(told.data["resource"]["id"]), members=is_release):
        defer_comparing()
