"""What an import of the catalogue has to write, worked out before anything is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Model

from apps.audit.actions import AuditAction
from apps.core.changes import difference
from apps.ingestion import following
from apps.ingestion.catalogue import Catalogue, Database, Release
from apps.ingestion.dtos import Tally
from apps.ingestion.models import CatalogueEntry
from apps.organizations.models import Organization
from apps.sources.models import Source
from apps.versions.models import Version
from apps.versions.numbering import Numbered, Scheme, next_number

CREATED = {
    Organization: AuditAction.CREATE_ORGANIZATION,
    Source: AuditAction.CREATE_SOURCE,
    Version: AuditAction.CREATE_VERSION,
}
UPDATED = {
    Organization: AuditAction.UPDATE_ORGANIZATION,
    Source: AuditAction.UPDATE_SOURCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What the registry holds already of the databases in a catalogue, by slug or source id."""

    organizations: dict[str, Organization]
    sources: dict[str, Source]
    entries: dict[str, CatalogueEntry]
    versions: dict[UUID, list[Numbered]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One row that the trail will have."""

    action: AuditAction
    entity_type: str
    entity_id: UUID
    entity_label: str
    metadata: dict[str, Any]


@dataclass(slots=True)
class Plan:
    """Rows to add and rows to change, of each table, and the traces they will leave."""

    now: datetime
    added: dict[type[Model], list[Model]] = field(default_factory=dict)
    changed: dict[type[Model], list[Model]] = field(default_factory=dict)
    seen: Counter[type[Model]] = field(default_factory=Counter)
    traces: list[Trace] = field(default_factory=list)

    def add(self, row: Model) -> None:
        """A row that no table has yet."""
        self.added.setdefault(type(row), []).append(row)

    def change(self, row: Model) -> None:
        """A row that is not as it was."""
        self.changed.setdefault(type(row), []).append(row)

    def tally(self, model: type[Model]) -> Tally:
        """How many rows of one table the plan adds, changes, and leaves alone."""
        added, changed = len(self.added.get(model, [])), len(self.changed.get(model, []))
        return Tally(added=added, changed=changed, unchanged=self.seen[model] - added - changed)


def plan(catalogue: Catalogue, held: Held, now: datetime) -> Plan:
    """The difference between what `catalogue` says and what the registry holds."""
    made = Plan(now)
    for database in catalogue.databases:
        _follow(database, held, made)
    return made


def _follow(database: Database, held: Held, made: Plan) -> None:
    entry = held.entries.get(database.slug)
    new, last = following.said(database), entry.facts if entry else {}
    organization = _organization(database, held, made, new, last)
    source = _source(database, organization, held, made, new, last)
    taken = held.versions.get(source.id, [])
    _releases(database.releases, source, taken, made)
    facts = following.remembered(new, last)
    if entry is None:
        made.add(CatalogueEntry(slug=database.slug, facts=facts))
    elif facts != last:
        entry.facts = facts
        made.change(entry)


def _organization(
    database: Database, held: Held, made: Plan, new: following.Facts, last: following.Facts
) -> Organization:
    if (row := held.organizations.get(database.slug)) is not None:
        wanted = following.followed(vars(row), new, last, following.ON_ORGANIZATION)
        _update(row, "organization", row.slug, wanted, made)
        return row
    told = {column: new.get(fact) for fact, column in following.ON_ORGANIZATION.items()}
    values = {**told, "slug": database.slug, "name": database.name}
    row = Organization(**values, created_at=made.now, updated_at=made.now)
    _create(row, "organization", row.slug, values, made)
    return row


def _source(  # noqa: PLR0917  one database's facts travel together
    database: Database,
    organization: Organization,
    held: Held,
    made: Plan,
    new: following.Facts,
    last: following.Facts,
) -> Source:
    label = f"{organization.slug}/{database.slug}"
    if (row := held.sources.get(database.slug)) is not None:
        row.organization = organization
        wanted = following.followed(vars(row), new, last, following.ON_SOURCE)
        names = following.aliases(row.aliases, new, last)
        deprecated = following.deprecation(new, last)
        if deprecated is not None and deprecated != (row.archived_at is not None):
            wanted["archived_at"] = made.now if deprecated else None
        _update(row, "source", label, {**wanted, "aliases": names}, made)
        return row
    told = {column: new.get(fact) for fact, column in following.ON_SOURCE.items()}
    values = {
        **told,
        "slug": database.slug,
        "name": database.name,
        "source_type": "database",
        "aliases": list(database.aliases),
        "archived_at": made.now if database.deprecated else None,
    }
    row = Source(organization=organization, created_at=made.now, updated_at=made.now, **values)
    _create(row, "source", label, {"organization": organization.slug, **values}, made)
    return row


def _releases(
    releases: Sequence[Release], source: Source, taken: list[Numbered], made: Plan
) -> None:
    held = {version.external_version for version in taken}
    names = [release.external_version for release in releases]
    for release in releases:
        made.seen[Version] += 1
        if release.external_version not in held:
            taken.append(_published(release, source, taken, names, made))


def _published(
    release: Release, source: Source, taken: list[Numbered], names: list[str], made: Plan
) -> Numbered:
    day = release.day or made.now.date()
    basis = "released" if release.release_date else "seen" if release.seen_on else "published"
    scheme = cast("Scheme", source.organization.version_scheme)
    number = next_number(scheme, release.external_version, day, taken, names)
    told = {
        "external_version": release.external_version,
        "release_date": release.release_date,
        "seen_on": release.seen_on,
        "status": "published",
        "license": source.license or source.organization.license,
    }
    row = Version(
        source=source, **number._asdict(), **told, effective_date=day, date_basis=basis,
        published_at=made.now, created_at=made.now, updated_at=made.now,
    )  # fmt: skip
    label = f"{source.organization.slug}/{source.slug}@{number}"
    _trace(row, "version", label, {"after": {"version": str(number), **told}}, made, CREATED)
    made.add(row)
    return Numbered(number=number, external_version=release.external_version, day=day)


def _create(row: Model, kind: str, label: str, values: dict[str, Any], made: Plan) -> None:
    made.seen[type(row)] += 1
    made.add(row)
    told = {column: value for column, value in values.items() if value not in (None, [])}
    _trace(row, kind, label, {"after": told}, made, CREATED)


def _update(row: Any, kind: str, label: str, wanted: dict[str, Any], made: Plan) -> None:
    made.seen[type(row)] += 1
    if changed := difference(row, wanted):
        changed.apply(row)
        row.updated_at = made.now
        made.change(row)
        metadata = {"before": changed.before, "after": changed.after}
        _trace(row, kind, label, metadata, made, UPDATED)


def _trace(  # noqa: PLR0917  what, of which kind, named how
    row: Any,
    kind: str,
    label: str,
    metadata: dict[str, Any],
    made: Plan,
    actions: dict[Any, AuditAction],
) -> None:
    made.traces.append(
        Trace(
            action=actions[type(row)],
            entity_type=kind,
            entity_id=row.id,
            entity_label=label,
            metadata=metadata,
        )
    )
