"""Every question about what is inside releases: proteins, their records, and how they differ."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple, Unpack
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery
from django.db.models import Func, Q, QuerySet, TextField

from apps.biology import changelogs, comparing, forms, wholes
from apps.biology.dtos import Change, ProteinSummary, Stored
from apps.biology.listing import EitherWay
from apps.biology.models import Name, Record
from apps.biology.models import Protein as Held
from apps.biology.reading import records
from apps.biology.records import Protein
from apps.biology.wholes import WholeContent
from apps.citing.dtos import Named
from apps.core import dto, mentions
from apps.core.actor import Actor
from apps.core.db import query, read_cursor, reading
from apps.core.downloads import Content
from apps.core.pagination import DEFAULT_LIMIT, Keyset, Page, Window
from apps.core.questions import asking
from apps.core.services import services
from apps.core.settled import Settled
from apps.files.dtos import Derived, Whole
from apps.organizations.queries import find_organization
from apps.sources.errors import SourceNotFound
from apps.sources.models import Source
from apps.versions.dtos import Changelog, ChangeType, VersionDetail
from apps.versions.errors import VersionNotFound
from apps.versions.models import Membership
from apps.versions.numbering import FIRST, Number
from apps.versions.queries import find_release, get_version, get_written_changelog
from apps.versions.strategy import bump_between

PUBLISHER = "uniprot"
BY_ACCESSION = Keyset(name="proteins", columns=("accession", "source_id"))
MOST_HEIRS = 1000
HAS_GENE = "lowered__contains"
FEW_NAMES = 1000  # so many are told one by one, and PostgreSQL knows how many bear each

BATCH = 5000  # rows of a release that are in memory at once
BY_PLACE = ("pack__object", "frame", "start")


class Span(NamedTuple):
    """From the state after release `a` of a source to that after release `b`, 0 being none."""

    releases: UUID
    a: int
    b: int


@query
def get_protein(accession: str, *, org: str = PUBLISHER) -> Protein | Page[ProteinSummary]:
    """The newest record of a protein, by its accession or one that it took over.

    An accession that several proteins took over leads to a list of them. Raises
    `OrganizationNotFound` or `SourceNotFound`.
    """
    organization = find_organization(org)
    mine = reading(Held).filter(organization_id=organization.id)
    spelled = accession.upper()
    own = list(mine.filter(accession=spelled).values_list("version_id", flat=True))
    heirs = mine.filter(source__in=_called_also(spelled), secondary_accessions__contains=[spelled])
    if (
        not own
        and len(found := BY_ACCESSION.page(ProteinSummary, heirs, limit=MOST_HEIRS).results) > 1
    ):
        return Page(results=found, next=None, previous=None)
    held = own or list(heirs.values_list("version_id", flat=True)) or _archived(org, accession)
    if (record := get_parsed_record(held[0])) is None:
        raise SourceNotFound(organization=org, source=accession)
    return record


@query
def list_proteins(
    *,
    org: str = PUBLISHER,
    q: str | None = None,
    gene: str | None = None,
    taxid: int | None = None,
    min_length: int | None = None,
    max_length: int | None = None,
    reviewed: bool | None = None,
    **window: Unpack[Window],
) -> Page[ProteinSummary]:
    """The proteins that a current release holds, by accession. Raises `OrganizationNotFound`.

    `q` is the beginning of an accession, an entry name, a gene, or words of the name.
    """
    asked = {
        "organization_id": find_organization(org).id,
        "taxid": taxid,
        "length__gte": min_length,
        "length__lte": max_length,
        "reviewed": reviewed,
    }
    rows = asking(Held).narrowed(asked)
    if gene is not None:
        rows = rows.then(_with_gene, gene=[gene.lower()])
    found: Any = rows if q is None else _called(rows.queryset(), q)
    return BY_ACCESSION.page(ProteinSummary, found, **window)


@query
def get_record(version_id: UUID) -> tuple[str, bytes] | None:
    """The format and the exact bytes of the record that a version is; None if it is none.

    Raises `ServiceUnavailable` where they are away, or are no longer what they were.
    """
    rows = asking(Record).filter(version_id=version_id)
    stored = next(dto.project(Stored, rows), None)
    if stored is None:
        return None
    ((_, text),) = records(services.store, [stored])
    return stored.format, text


@query
def list_derived(version_ids: Sequence[UUID]) -> dict[UUID, tuple[Derived, ...]]:
    """The files that follow from the records of versions; none of versions without one.

    A few statements, however many are asked of. Raises as `get_record` does.
    """
    rows = reading(Record).filter(version_id__in=set(version_ids)).order_by(*BY_PLACE)
    found = records(services.store, dto.project(Stored, rows))
    return {row.version_id: forms.derived(row.format, text) for row, text in found}


@query
def list_formats(version_id: UUID) -> tuple[str, ...]:
    """The formats in which a version can be had: as its record came first; none if it has none."""
    rows = asking(Record).filter(version_id=version_id).values_list("format")
    return tuple(each for (kept,) in rows for each in forms.forms(kept))


@query
def list_contents(version_id: UUID, formats: Sequence[str]) -> tuple[bytes, ...]:
    """What the record of a version is in each of these formats. Raises as `get_record` does."""
    if (found := get_record(version_id)) is None:
        raise LookupError(version_id)
    return forms.contents(*found, formats)


@query
def list_wholes(version_id: UUID) -> tuple[Whole, ...]:
    """The files that a whole release is, made of its records: one pass over all their bytes.

    Memory stays flat. Raises as `get_record` does.
    """
    if (release := find_release(version_id)) is None:
        return ()
    held = reading(Membership).filter(
        Q(until=None) | Q(until__gt=release.ordinal),
        releases_id=release.releases,
        since__lte=release.ordinal,
    )
    rows = reading(Record).filter(version_id__in=held.values("version_id"))
    kept = rows.values_list("format", flat=True).first()
    if kept is None:
        return ()
    columns = dto.columns(Stored)
    placed = rows.order_by("pack_id", "frame", "start").values_list(*columns.values())
    found = (Stored(**dict(zip(columns, row, strict=True))) for row in placed.iterator(BATCH))
    return wholes.made(version_id, found, kept, forms.as_fasta.ask)


@query
def get_whole(file: Whole) -> Content:
    """The bytes of a file that a whole release is, to be read piece by piece."""
    return WholeContent(size=file.size_bytes, file=file)


@query
def get_parsed_record(version_id: UUID) -> Protein | None:
    """The record of a version taken apart; None if it is none."""
    found = get_record(version_id)
    return forms.parsing.ask(*found) if found else None


@query
def list_names(version_ids: Sequence[UUID]) -> dict[UUID, Named]:
    """What each of these versions calls its protein. Raises as `get_record` does.

    Of the newest a row tells it, of others their records: two statements, however many are asked.
    """
    asked = set(version_ids)
    newest = reading(Held).filter(version_id__in=asked)
    named = {
        version_id: Named(name=name, entry_name=entry_name)
        for version_id, name, entry_name in newest.values_list(
            "version_id", "name__name", "entry_name"
        )
    }
    rows = reading(Record).filter(version_id__in=asked - named.keys()).order_by(*BY_PLACE)
    for row, text in records(services.store, dto.project(Stored, rows)):
        protein = forms.parsing.ask(row.format, text)
        named[row.version_id] = Named(name=protein.names.first, entry_name=protein.entry_name)
    return named


@query
def get_changelog(
    organization: str, source: str, version: str, *, actor: Actor
) -> Settled[Changelog]:
    """What a version changed, counted. Raises as `get_version` does.

    That of a release was written when it was published; that of a protein follows from its
    record and the one before, which never change either.
    """
    found = get_version(organization, source, version, actor=actor)
    told = get_written_changelog(found.id) or _changelog_of_a_member(found)
    return Settled(content=told, subject=f"{found.subject}/changelog")


@query
def list_changes(
    organization: str,
    source: str,
    version: str,
    *,
    actor: Actor,
    change_type: ChangeType | None = None,
    **window: Unpack[Window],
) -> Settled[Page[Change]]:
    """What a version changed since the one before it. Raises as `get_version` does.

    Of a release these are its members, of a protein the fields of its record.
    """
    found = get_version(organization, source, version, actor=actor)
    if (release := find_release(found.id)) is not None:
        span = Span(release.releases, release.ordinal - 1, release.ordinal)
        page = _members(found, span, change_type, **window)
    else:
        before = _before(found)
        page = _fields(before and before.id, found, change_type, **window)
    return Settled(content=page, subject=f"{found.subject}/changes")


@query
def list_differences(
    organization: str,
    source: str,
    *,
    actor: Actor,
    before: str,
    after: str,
    change_type: ChangeType | None = None,
    **window: Unpack[Window],
) -> Settled[Page[Change]]:
    """What differs between two versions of a source. Raises as `get_version` does."""
    old = get_version(organization, source, before, actor=actor)
    new = get_version(organization, source, after, actor=actor)
    one, other = find_release(old.id), find_release(new.id)
    if one is None or other is None:
        page = _fields(old.id, new, change_type, **window)
    elif one.ordinal <= other.ordinal:
        span = Span(one.releases, one.ordinal, other.ordinal)
        page = _members(new, span, change_type, **window)
    else:
        page = _turned(new, Span(one.releases, other.ordinal, one.ordinal), change_type, **window)
    address = f"sources/{new.organization}/{new.source}/diff"
    return Settled(content=page, subject=f"{address}?from={old.version}&to={new.version}")


def _turned(
    shown: VersionDetail, span: Span, change_type: str | None, **window: Unpack[Window]
) -> Page[Change]:
    """What differs between the end of a span and its beginning."""
    page = _members(shown, span, comparing.REVERSED.get(change_type or "", change_type), **window)
    return replace(page, results=tuple(comparing.reverse(change) for change in page.results))


def _changelog_of_a_member(version: VersionDetail) -> Changelog:
    if not reading(Record).filter(version_id=version.id).exists():
        return changelogs.NOTHING
    if (before := _before(version)) is None:
        return changelogs.FIRST
    sequences = reading(Record).filter(version_id__in=[version.id, before.id])
    same = len(set(map(bytes, sequences.values_list("sequence_id", flat=True)))) == 1
    kind = changelogs.ANNOTATION if same else changelogs.SEQUENCE
    return changelogs.of_a_member(kind, bump_between(before.number, _number(version)))


def _members(
    shown: VersionDetail,
    span: Span,
    change_type: str | None,
    *,
    limit: int = DEFAULT_LIMIT,
    cursor: str = "",
    count: bool = False,
) -> Page[Change]:
    place = comparing.place(cursor)
    backwards = place is not None and place.backwards
    first = span.a == 0
    asked = {**span._asdict(), "change_type": change_type, "place": None, "limit": None}
    bounds = {"place": place.key[0] if place else None, "limit": limit + 1}
    with read_cursor() as rows:
        rows.execute(comparing.statement(first=first, backwards=backwards), {**asked, **bounds})
        found = [_change(shown.organization, *row) for row in rows.fetchall()]
        page = comparing.BY_SLUG.leaf(found, place, limit=limit)
        if not count:
            return page
        rows.execute(comparing.counting(first=first), asked)
        return replace(page, count=rows.fetchone()[0])


def _change(  # noqa: PLR0917  the columns of a row
    organization: str, slug: str, kind: ChangeType, category: str, before: str, after: str
) -> tuple[Change, tuple[str]]:
    source = f"{organization}/{slug}"
    told = Change(
        change_type=kind, category=category, source=source, before=before, after=after
    )  # fmt: skip
    return told, (slug,)


def _fields(
    old: UUID | None, new: VersionDetail, change_type: str | None, **window: Unpack[Window]
) -> Page[Change]:
    """What differs between the records of two versions; a version without one has no fields."""
    before, after = (get_parsed_record(key) if key else None for key in (old, new.id))
    changes = comparing.between(before, after, f"{new.organization}/{new.source}")
    kept = [change for change in changes if change_type in {None, change.change_type}]
    return comparing.BY_FIELD.page_of(kept, **window)


def _before(version: VersionDetail) -> "_Earlier | None":
    """The record of the same protein that came before, by number."""
    same = {
        "version__source__slug": version.source,
        "version__source__organization__slug": version.organization,
    }
    columns = [f"version__{part}" for part in Number._fields]
    rows = reading(Record).filter(**same).values_list("version_id", *columns)
    numbered = (_Earlier(Number(*parts), key) for key, *parts in rows)
    return max((row for row in numbered if row.number < _number(version)), default=None)


class _Earlier(NamedTuple):
    number: Number
    id: UUID


def _number(version: VersionDetail) -> Number:
    return Number.parse(version.version) or FIRST


def _called_also(accession: str) -> "QuerySet[Source]":
    """The sources that have this alias: the index that search has for it answers."""
    return reading(Source).extra(where=["search_names @> ARRAY[%s]"], params=[accession.lower()])


def _archived(organization: str, accession: str) -> list[UUID]:
    """The newest version of a protein that no current release holds."""
    try:
        found = get_version(organization, accession, "latest", actor=Actor.system("reader"))
    except VersionNotFound:
        raise SourceNotFound(organization=organization, source=accession) from None
    return [found.id]


def _with_gene(rows: "QuerySet[Held]", gene: list[str]) -> "QuerySet[Held]":
    return _lowered(rows).filter(**{HAS_GENE: gene})


def _called(rows: "QuerySet[Held]", text: str) -> EitherWay:
    asked = mentions.parameters(text)
    spoken = SearchQuery(asked["sought"], config="english", search_type="websearch")
    names = reading(Name).filter(words=spoken).values_list("id", flat=True)
    known = list(names[: FEW_NAMES + 1])
    return EitherWay(
        reading(Held),
        few=(rows.filter(entry_name__lower=asked["text"]),),
        many=(
            rows.filter(accession__startswith=asked["text"].upper()),
            _with_gene(rows, [asked["text"]]),
            rows.filter(name__in=known if len(known) <= FEW_NAMES else names),
        ),
    )


def _lowered(rows: "QuerySet[Held]") -> "QuerySet[Held]":
    lower = Func("genes", function="bdp_lower", output_field=ArrayField(TextField()))
    return rows.alias(lowered=lower)
