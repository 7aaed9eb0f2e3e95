"""A release as a version with members: where it stands among its like, and how it is published."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from apps.audit.actions import AuditAction
from apps.audit.queries import list_history
from apps.audit.recording import Entity
from apps.biology import changelogs
from apps.biology.models import Pack
from apps.core.ids import uuid7
from apps.core.pagination import MAX_LIMIT
from apps.core.rendering import plain
from apps.core.services import services
from apps.core.stores import Incoming
from apps.ingestion.arriving import Arrival
from apps.ingestion.dtos import IngestReport, RefusedRecord
from apps.ingestion.errors import (
    AlreadyIngested,
    NameTaken,
    NoRecords,
    OutOfOrder,
    TooManyRefused,
)
from apps.ingestion.formats import Format
from apps.ingestion.loading import Loading, Target
from apps.ingestion.progress import Progress
from apps.sources.errors import SourceArchived
from apps.sources.models import Source
from apps.versions.dtos import Changelog
from apps.versions.models import Release, Version
from apps.versions.numbering import FIRST, Number
from apps.versions.strategy import Kind, Strategy, bumped

NUMBERS = re.compile(r"(\d+)")


def begin(releases: Source, newest: Release | None, name: str, day: date | None) -> Version:
    """A version that is not written yet, for a release that is open to members from now on.

    It counts from its day; but not from one before that of a newest release whose own day nobody
    told, which counts from when it came: else that one would stay the latest.

    Raises `OutOfOrder`, or `SourceArchived`: whoever archived the source said that it ends here.
    """
    if releases.archived_at is not None:
        raise SourceArchived(source=f"{releases.organization.slug}/{releases.slug}")
    if newest is not None:
        _require_newer(releases, newest.version, name, day)
        day = _day_after(newest.version, day)
    now = services.clock.now()
    version = Version(
        id=uuid7(), source=releases, external_version=name, release_date=day,
        effective_date=day or now.date(), date_basis="released" if day else "published",
        status="published", published_at=now, created_at=now, updated_at=now,
        license=releases.license or releases.organization.license,
    )  # fmt: skip
    Release(
        version_id=version.id, source=releases, ordinal=newest.ordinal + 1 if newest else 1,
        members=0, sha256=b"",
    ).save(force_insert=True)  # fmt: skip
    return version


def target(version: Version, ordinal: int, form: Format, strategy: Strategy) -> Target:
    """What the statements need to know of a release."""
    organization = version.source.organization
    return Target(
        organization=organization.id,
        slug=organization.slug,
        releases=version.source.id,
        release=version.id,
        ordinal=ordinal,
        pack=uuid7(),
        format=form.file,
        release_date=version.release_date,
        effective_date=version.effective_date,
        date_basis=version.date_basis,
        license=organization.license,
        now=version.created_at,
        annotation_bump=strategy.bump([changelogs.ANNOTATION])[0],
        sequence_bump=strategy.bump([changelogs.SEQUENCE])[0],
    )


def publish_version(version: Version, changelog: Changelog, size: int) -> None:
    """Write the version of a release, with the number that its content gives it."""
    number = _number(version.source, changelog)
    version.major, version.minor, version.patch = number
    version.changelog, version.size_bytes = plain(changelog), size
    version.save(force_insert=True)
    version.refresh_from_db(fields=["version"])


def keep_pack(pack: UUID, version: Version, written: Incoming) -> None:
    """Say where the records of a release are, if it brought any."""
    if written.size:
        Pack(
            id=pack, release=version, object=written.name, size_bytes=written.size
        ).save(force_insert=True)  # fmt: skip


def report_again(held: Version, arrival: Arrival) -> IngestReport:
    """What is told of a release that is there already, and was refused of it the first time.

    Raises as `require_same` does.
    """
    members = require_same(held, arrival)
    return report(
        held, {}, arrival.progress,
        refused=arrival.progress.records - members, refusals=_refused_before(held),
    )  # fmt: skip


def require_same(held: Version, arrival: Arrival) -> int:
    """Read a release whose name is taken already, and tell how many members it has.

    Raises `AlreadyIngested` if it is another, `NameTaken` if it is none.
    """
    label = f"{held.source.organization.slug}/{held.source.slug}"
    known = Release.objects.filter(version=held).first()
    if known is None:
        raise NameTaken(
            source=label, release=held.external_version, version=held.version, status=held.status
        )
    for _ in arrival.batches():
        pass
    if arrival.progress.digest.digest() != bytes(known.sha256):
        raise AlreadyIngested(source=label, release=held.external_version)
    return known.members


def require_readable(loading: Loading, progress: Progress, most_refused: float) -> None:
    """Raises `TooManyRefused` if more than `most_refused` percent of the records were, or all.

    Raises `NoRecords` if there are none: every protein of the release before would be gone.
    """
    if not progress.records:
        raise NoRecords
    share = 100 * loading.refused / max(progress.records, 1)
    if loading.refused and (share > most_refused or loading.refused == progress.records):
        first = loading.refusals[0]
        where = f"{first.file}, line {first.line}: {first.reason}"
        raise TooManyRefused(refused=loading.refused, read=progress.records, first=where)


def report(
    version: Version,
    counts: Mapping[Kind, int],
    progress: Progress,
    *,
    refused: int,
    refusals: Sequence[RefusedRecord] = (),
) -> IngestReport:
    """What a release brought, by its counts."""
    added, removed = counts.get(changelogs.ADDED, 0), counts.get(changelogs.REMOVED, 0)
    changed = counts.get(changelogs.SEQUENCE, 0) + counts.get(changelogs.ANNOTATION, 0)
    return IngestReport(
        id=version.id,
        source=f"{version.source.organization.slug}/{version.source.slug}",
        release=str(version.external_version),
        version=version.version,
        release_date=version.release_date,
        read=progress.records,
        added=added,
        changed=changed,
        unchanged=progress.records - added - changed - refused,
        removed=removed,
        refused=refused,
        refusals=tuple(refusals),
        seconds=progress.seconds,
        bytes=progress.size,
    )


def entity(version: Version) -> Entity:
    """A release as the trail names it."""
    label = f"{version.source.organization.slug}/{version.source.slug}@{version.version}"
    return Entity(type="version", id=version.id, label=label)


def _refused_before(held: Version) -> tuple[RefusedRecord, ...]:
    """The records that were refused when a release came in, as its trail tells them."""
    history = list_history(held.id, limit=MAX_LIMIT).results
    told = (row for row in history if row.action == AuditAction.INGEST_RELEASE)
    refusals = (each for row in told for each in row.metadata["after"]["refusals"])
    return tuple(RefusedRecord(**each) for each in refusals)


def _require_newer(releases: Source, newest: Version, name: str, day: date | None) -> None:
    by_day = day is not None and newest.release_date is not None and day < newest.release_date
    if by_day or _is_older(name, str(newest.external_version)):
        source = f"{releases.organization.slug}/{releases.slug}"
        raise OutOfOrder(release=name, newest=newest.external_version, source=source)


def _day_after(newest: Version, day: date | None) -> date | None:
    """The day, unless it would come before that of the newest release."""
    since = newest.effective_date
    return None if day and since and day < since else day


def _is_older(name: str, other: str) -> bool:
    """Whether `name` comes before `other`, as far as two names of one form can tell."""
    words, others = NUMBERS.split(name), NUMBERS.split(other)
    if words[::2] != others[::2]:
        return False
    return [int(number) for number in words[1::2]] < [int(number) for number in others[1::2]]


def _number(releases: Source, changelog: Changelog) -> Number:
    """The number after the highest there is; none by which a publisher calls another version."""
    columns = ("major", "minor", "patch", "external_version")
    rows = list(releases.versions.values_list(*columns))
    if not rows:
        return FIRST
    names = {name for *_, name in rows}
    bump = changelog.bump or "minor"
    number = bumped(max(Number(*parts) for *parts, _ in rows), bump)
    while str(number) in names:
        number = bumped(number, bump)
    return number
