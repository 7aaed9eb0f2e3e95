"""Every way the registry takes in what others publish: one function, one transaction, one trace."""

from collections import defaultdict
from datetime import date
from uuid import UUID

from django.db.models import F, Q

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import REGISTRY, command, nothing_changed, record, record_many
from apps.biology.changelogs import of_a_release
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.rendering import dumps, plain
from apps.core.services import services
from apps.events.publishing import publish
from apps.ingestion import releasing, staging
from apps.ingestion.arriving import Arrival
from apps.ingestion.catalogue import Catalogue
from apps.ingestion.dtos import ImportReport, IngestReport, LeftOutLine
from apps.ingestion.errors import Busy, IngestBusy, NoReleases
from apps.ingestion.events import CatalogueImported, ReleaseIngested
from apps.ingestion.loading import Loading
from apps.ingestion.models import CatalogueEntry
from apps.ingestion.planning import Held, Plan, Trace, plan
from apps.ingestion.remaining import show_what_others_hold
from apps.ingestion.statements import MEMBERS
from apps.organizations.models import Organization
from apps.organizations.queries import find_organization
from apps.sources.commands import create_source
from apps.sources.models import Source
from apps.sources.queries import addressed
from apps.versions.models import Release, Version
from apps.versions.numbering import Number, Numbered
from apps.versions.strategy import strategy_of

PATIENCE = 5.0  # seconds in which the statement of a killed ingester comes to its end
TABLES = (Organization, Source, Version, CatalogueEntry)
UNIQUE = (
    "organization_slug_unique",
    "source_slug_unique",
    "version_number_unique",
    "version_external_version_unique",
)


@command(may=May.SYSTEM, on=None, scope=Scope.ADMIN)
def import_catalogue(*, actor: Actor, catalogue: Catalogue) -> ImportReport:
    """Register the databases and releases of a catalogue, or what is new in it; all set-wise.

    What somebody else has changed since the last import stays theirs, what is published never
    changes, and what vanished from the catalogue stays. A catalogue that brings nothing new
    leaves no trace.
    """
    staging.take_turns("import_catalogue")
    made = plan(catalogue, _held(catalogue), services.clock.now())
    with refusing(**dict.fromkeys(UNIQUE, Busy())):
        for table in TABLES:
            staging.copy_over(made.changed.get(table, []))
            staging.copy_new(made.added.get(table, []))
    report = _report(catalogue, made)
    if not (made.added or made.changed):
        nothing_changed()
        return report
    _record_each(made.traces, actor)
    record(
        AuditAction.IMPORT_CATALOGUE, REGISTRY, actor=actor,
        after={**plain(report), "files": plain(catalogue.provenance)},
    )  # fmt: skip
    publish(CatalogueImported(resource=report), actor=actor)
    return report


@command(may=May.SYSTEM, on="organization", scope=Scope.ADMIN)
def ingest_release(
    *,
    actor: Actor,
    organization: str,
    source: str,
    release: str,
    arrival: Arrival,
    release_date: date | None = None,
    most_refused: float = 1.0,
) -> IngestReport:
    """Take in all records of a release and publish it; nothing is visible before all of it is.

    Only what differs from the release before is written. The source is made, as a bundle, if
    there is none. The same release again changes nothing if its bytes are the same. More than
    `most_refused` percent of unreadable records refuse all.

    Raises `OrganizationNotFound`, `IngestBusy`, `NoReleases`, `AlreadyIngested`, `NameTaken`,
    `SourceArchived`, `OutOfOrder`, `UnreadableRelease`, `NoRecords` or `TooManyRefused`.
    """
    owner = find_organization(organization)
    if not staging.take_turn(f"ingest {owner.id}", patience=PATIENCE):
        raise IngestBusy(organization=organization)
    releases = _bundle(actor, organization, source)
    if (held := releases.versions.filter(external_version=release).first()) is not None:
        again = releasing.report_again(held, arrival)
        nothing_changed()
        return again
    newest = Release.objects.filter(source=releases).order_by("-ordinal").first()
    version = releasing.begin(releases, newest, release, release_date)
    strategy = strategy_of(releases.organization.slug, releases.organization.versioning_strategy)
    target = releasing.target(version, newest.ordinal + 1 if newest else 1, arrival.form, strategy)
    loading, progress = Loading(target), arrival.progress
    with refusing(**dict.fromkeys(UNIQUE, IngestBusy(organization=organization))):
        with services.store.incoming() as pack:
            batches = arrival.batches(pack.write)
            loading.begin()  # while they begin to come
            for batch in batches:
                loading.take(batch)
            loading.end()
            releasing.require_readable(loading, progress, most_refused)
        counts = loading.compare()
        show_what_others_hold(target)
        before = newest.members if newest else None
        changelog = of_a_release(counts, before, loading.bumps(), strategy)
        releasing.publish_version(version, changelog, progress.size)
        releasing.keep_pack(target.pack, version, pack)
        loading.seal(members=changelog.summary.after, sha256=progress.digest.digest())
    report = releasing.report(
        version, counts, progress, refused=loading.refused, refusals=loading.refusals
    )
    entity = releasing.entity(version)
    record(AuditAction.INGEST_RELEASE, entity, actor=actor, after=plain(report.told_to_all))
    record_many(AuditAction.INGEST_MEMBER, MEMBERS, [target.slug, entity.label], actor=actor)
    publish(ReleaseIngested(resource=report), actor=actor)
    return report


def _bundle(actor: Actor, organization: str, source: str) -> Source:
    """The source whose releases these are, locked; made if there is none. Raises `NoReleases`."""
    rows = Source.objects.select_related("organization").select_for_update(
        of=("self",), no_key=True
    )
    found = rows.filter(**addressed(organization, source))
    if (row := found.first()) is None:
        create_source(
            actor=actor, organization=organization, slug=source, name=source, source_type="bundle"
        )
        row = found.get()
    if row.entry_type == "tool" or row.source_type == "protein":
        kind = "tool" if row.entry_type == "tool" else "protein"
        raise NoReleases(source=f"{organization}/{row.slug}", kind=kind)
    return row


def _held(catalogue: Catalogue) -> Held:
    slugs = [database.slug for database in catalogue.databases]
    locked = Organization.objects.select_for_update(no_key=True).order_by("id")
    organizations = {row.slug: row for row in locked.filter(slug__in=slugs)}
    sources = {row.slug.lower(): row for row in _locked_sources(organizations)}
    return Held(
        organizations=organizations,
        sources=sources,
        entries=CatalogueEntry.objects.in_bulk(slugs),
        versions=_numbered(list(sources.values())),
    )


def _locked_sources(organizations: dict[str, Organization]) -> list[Source]:
    """The sources that bear the slug of their organization, locked behind it and in one order."""
    same = Q(slug__lower=F("organization__slug"), organization__in=organizations.values())
    locked = Source.objects.select_for_update(no_key=True, of=("self",)).order_by("id")
    return list(locked.select_related("organization").filter(same))


def _numbered(sources: list[Source]) -> dict[UUID, list[Numbered]]:
    found: dict[UUID, list[Numbered]] = defaultdict(list)
    columns = ("major", "minor", "patch", "source_id", "external_version", "effective_date")
    rows = Version.objects.filter(source__in=sources).values_list(*columns)
    for major, minor, patch, source_id, name, day in rows.iterator():
        number = Number(major, minor, patch)
        found[source_id].append(Numbered(number=number, external_version=name, day=day))
    return found


def _record_each(traces: list[Trace], actor: Actor) -> None:
    columns = ("action", "entity_type", "entity_id", "entity_label", "metadata")
    rows = (
        (t.action.value, t.entity_type, t.entity_id, t.entity_label, dumps(t.metadata).decode())
        for t in traces
    )
    staging.stage("traces", columns, rows, like="audit_auditlog")
    for action in sorted({trace.action for trace in traces}):
        select = (
            "SELECT entity_type, entity_id, entity_label, metadata FROM traces WHERE action = %s"
        )
        record_many(action, select, [action.value], actor=actor)


def _report(catalogue: Catalogue, made: Plan) -> ImportReport:
    left_out = tuple(
        LeftOutLine(database=line.database, text=line.text, reason=line.reason)
        for line in catalogue.left_out
    )
    return ImportReport(
        id=REGISTRY.id,
        organizations=made.tally(Organization),
        sources=made.tally(Source),
        versions=made.tally(Version),
        left_out=left_out,
    )
