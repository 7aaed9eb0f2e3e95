"""Every way the registry takes in what others publish: one function, one transaction, one trace."""

from collections import defaultdict
from uuid import UUID

from django.db.models import F, Q

from apps.audit.actions import AuditAction
from apps.audit.policy import May, Scope
from apps.audit.recording import REGISTRY, command, nothing_changed, record, record_many
from apps.core.actor import Actor
from apps.core.db import refusing
from apps.core.rendering import dumps, plain
from apps.core.services import services
from apps.events.publishing import publish
from apps.ingestion import staging
from apps.ingestion.catalogue import Catalogue
from apps.ingestion.dtos import ImportReport, LeftOutLine
from apps.ingestion.errors import Busy
from apps.ingestion.events import CatalogueImported
from apps.ingestion.models import CatalogueEntry
from apps.ingestion.planning import Held, Plan, Trace, plan
from apps.organizations.models import Organization
from apps.sources.models import Source
from apps.versions.models import Version
from apps.versions.numbering import Number, Numbered

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
