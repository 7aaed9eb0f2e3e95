"""Rows by the thousand, put straight into the tables that lists are read from.

Each stands anywhere in its list, and ties with others wherever its order allows a tie.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import Model

from apps.accounts.models import ApiToken, User
from apps.audit.models import AuditLog
from apps.biology.models import Protein
from apps.dependencies.models import Dependency
from apps.events.models import Delivery, Event
from apps.ingestion.models import Job
from apps.organizations.models import Membership, Organization
from apps.sources.models import Source
from apps.sources.queries import find_source
from apps.versions.models import Membership as Span
from apps.versions.models import Release, Version
from apps.versions.queries import find_version
from apps.webhooks.models import Webhook

Make: TypeAlias = Callable[[Random], Model]

WEBHOOK = UUID(int=21)  # of uniprot
START = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """What a list is made of: who makes a row by the fall of dice, and what it is shown by."""

    maker: Callable[[], Make]
    key: str = "id"
    stay: bool = False  # nobody can delete them

    def add(self, count: int, dice: Random) -> list[Model]:
        """So many more of them."""
        make = self.maker()
        made = [make(dice) for _ in range(count)]
        return type(made[0])._default_manager.bulk_create(made)

    def remove(self, rows: Sequence[Any]) -> None:
        """Delete these."""
        if rows:
            type(rows[0])._default_manager.filter(pk__in=[row.pk for row in rows]).delete()


def uuid(dice: Random) -> UUID:
    """An id that stands anywhere among others."""
    return UUID(int=dice.getrandbits(128), version=4)


def instant(dice: Random) -> datetime:
    """One of few instants."""
    return START + timedelta(days=dice.randrange(20))


def times(dice: Random) -> dict[str, datetime]:
    """When a row was made and changed."""
    return {"created_at": START, "updated_at": instant(dice)}


def _organization(dice: Random) -> Organization:
    slug = f"o{dice.getrandbits(60):x}"
    return Organization(
        id=uuid(dice), slug=slug, name="One", is_system=dice.random() < 0.3, **times(dice)
    )


def _members() -> Make:
    uniprot = of("uniprot")

    def make(dice: Random) -> Model:
        user = User.objects.create(id=uuid(dice), username=f"u{dice.getrandbits(60):x}")
        return Membership(organization=uniprot, user=user, role="member")

    return make


def _sources() -> Make:
    """Sources of two organizations, alike in much."""
    owners = [of("uniprot"), of("pdb")]

    def make(dice: Random) -> Model:
        number = dice.getrandbits(40)
        return Source(
            id=uuid(dice),
            organization=dice.choice(owners),
            slug=f"s{number:x}",
            name=f"Kinase {'of ' * dice.randrange(4)}{number:x}",
            source_type=dice.choice(["protein", "protein", "genome"]),
            license=dice.choice(["CC0-1.0", "MIT"]),
            tags=dice.choice([["human"], ["human", "mouse"], []]),
            archived_at=dice.choice([None, START]),
            **times(dice),
        )

    return make


def _twin(dice: Random) -> Model:
    """A source of one of few slugs, in an organization of its own."""
    owner = _organization(dice)
    owner.save()
    return Source(
        id=uuid(dice), organization=owner, slug=f"s{dice.randrange(5)}", name="Twin",
        source_type="other", **times(dice),
    )  # fmt: skip


def _drafts() -> Make:
    """What is published cannot be deleted; a draft of a known day stands among the rest."""
    source = find_source("uniprot", "sprot").id

    def make(dice: Random) -> Model:
        major, minor, patch = (dice.getrandbits(30) for _ in range(3))
        day = date(2026, 1, 1) + timedelta(days=dice.randrange(6))
        return Version(
            id=uuid(dice), source_id=source, major=major, minor=minor, patch=patch,
            seen_on=day, effective_date=day, date_basis="seen", **times(dice),
        )  # fmt: skip

    return make


def _tokens() -> Make:
    ada = User.objects.get(username="ada")
    nth = count()

    def make(dice: Random) -> Model:
        made = instant(dice)
        over = made if next(nth) % 20 else None  # of those that hold nobody has a thousand
        return ApiToken(
            id=uuid(dice), user=ada, name="ci", scopes=["read"], prefix="bdp_",
            digest=f"{dice.getrandbits(256):064x}", created_at=made, revoked_at=over,
        )  # fmt: skip

    return make


def _webhooks() -> Make:
    uniprot = of("uniprot")

    def make(dice: Random) -> Model:
        return Webhook(
            id=uuid(dice), organization=uniprot, url="https://hooks.example/", secret="-",
            **times(dice) | {"created_at": instant(dice)},
        )  # fmt: skip

    return make


def _delivery(dice: Random) -> Model:
    """A delivery of an event of its own, with an attempt to be logged."""
    event = Event.objects.create(
        id=uuid(dice), type="org.bdp.source.created", subject="sources/uniprot/s", time=START,
        data={}, organization="uniprot", public=True, version=1,
    )  # fmt: skip
    return Delivery(
        id=uuid(dice), subscription_id=WEBHOOK, event=event, position=dice.getrandbits(60),
        subject=event.subject, state=dice.choice(["done", "dead"]), ended_at=START,
    )  # fmt: skip


def _members_of_a_release() -> Make:
    """Proteins that came with a release which is not sealed yet; one that is never changes."""
    sprot = find_source("uniprot", "sprot").id
    for ordinal, name in enumerate(("2023_12", "2024_01"), start=1):
        version = find_version("uniprot", "sprot", name).id
        held = {"source_id": sprot, "ordinal": ordinal, "members": 0, "sha256": b""}
        Release.objects.get_or_create(version_id=version, defaults=held)
    uniprot, version = of("uniprot"), find_version("uniprot", "P00001", "latest").id

    def make(dice: Random) -> Model:
        slug = f"M{dice.getrandbits(60):x}"
        protein = Source.objects.create(
            id=uuid(dice), organization=uniprot, slug=slug, name="One", source_type="protein",
            names_stand_apart=True, **times(dice),
        )  # fmt: skip
        return Span(releases_id=sprot, member_id=protein.id, version_id=version, slug=slug, since=2)

    return make


def _dependents() -> Make:
    """Drafts of other sources that depend on a version."""
    uniprot, needed = of("uniprot"), find_version("uniprot", "sprot", "2024_01").id

    def make(dice: Random) -> Model:
        source = Source.objects.create(
            id=uuid(dice), organization=uniprot, slug=f"d{dice.getrandbits(60):x}", name="One",
            source_type="other", **times(dice),
        )  # fmt: skip
        needing = Version.objects.create(
            id=uuid(dice), source=source, major=1, minor=0, patch=0, **times(dice)
        )
        kind = dice.choice(["required", "required", "optional"])
        return Dependency(id=uuid(dice), version=needing, depends_on_id=needed, kind=kind)

    return make


def _proteins() -> Make:
    uniprot, held = of("uniprot").id, Protein.objects.get(accession="P00001")

    def make(dice: Random) -> Model:
        return Protein(
            source_id=uuid(dice), organization_id=uniprot, version_id=held.version_id,
            accession=f"P{dice.getrandbits(60):x}".upper(), name_id=held.name_id,
            genes=dice.choice([["INS"], ["ALB", "INS"], []]), taxid=dice.choice([9606, 10090]),
            reviewed=dice.choice([True, True, False]), length=dice.randrange(80),
        )  # fmt: skip

    return make


def _job(dice: Random) -> Job:
    return Job(
        id=uuid(dice), kind="ingest", subject_label="uniprot/swissprot",
        status=dice.choice(["running", "succeeded", "failed"]), started_at=instant(dice),
        heard_from_at=START,
    )  # fmt: skip


def done_to(find: Callable[[], Any]) -> Rows:
    """The trail of one thing."""

    def maker() -> Make:
        entity = find().id
        return lambda dice: AuditLog(
            id=uuid(dice), action="update_source", actor_label="ada", entity_type="source",
            entity_id=entity, entity_label="uniprot/sprot", request_id=uuid(dice),
            created_at=instant(dice),
        )  # fmt: skip

    return Rows(maker=maker, stay=True)


def of(slug: str) -> Organization:
    """An organization."""
    return Organization.objects.get(slug=slug)


ORGANIZATIONS = Rows(maker=lambda: _organization)
MEMBERS = Rows(maker=_members, key="username")
SOURCES = Rows(maker=_sources)
TWINS = Rows(maker=lambda: _twin)
HITS = Rows(maker=_sources, key="slug")
VERSIONS = Rows(maker=_drafts)
MEMBERS_OF_A_RELEASE = Rows(maker=_members_of_a_release, key="source", stay=True)
DEPENDENTS = Rows(maker=_dependents, key="source")
PROTEINS = Rows(maker=_proteins, key="accession")
WEBHOOKS = Rows(maker=_webhooks)
DELIVERIES = Rows(maker=lambda: _delivery)
JOBS = Rows(maker=lambda: _job)
TOKENS = Rows(maker=_tokens)
TRAIL_OF_ORGANIZATION = done_to(lambda: of("uniprot"))
TRAIL_OF_SOURCE = done_to(lambda: find_source("uniprot", "sprot"))
TRAIL_OF_VERSION = done_to(lambda: find_version("uniprot", "sprot", "2024_01"))
