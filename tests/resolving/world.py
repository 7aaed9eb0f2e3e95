"""A registry with a past: the catalogue, proteins in several releases, and who needs whom."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from django.db import connection

from apps.core.ids import uuid7
from apps.dependencies.models import Dependency
from apps.ingestion.catalogue import read_sample
from apps.ingestion.commands import import_catalogue
from apps.ingestion.sample import ingest_sample
from apps.sources.commands import update_source
from apps.sources.models import Source
from apps.versions import commands
from apps.versions.errors import NotPublished, NotYanked
from apps.versions.models import Version
from tests import builders
from tests.builders import BUILDER
from tests.records import record
from tests.releases import ingest

START = datetime(2026, 6, 1, 12, tzinfo=UTC)
FORMATS = ("fasta", "dat", "json", "fasta", "pdb")
BOGUS = ("uniprot:nothing", "uniprot:P01308@9.9.9", "no spec", "nobody:at@1", "uniprot:P01308@^77")


def day(number: int) -> datetime:
    """Noon of a day of this world."""
    return START + timedelta(days=number)


def build(dice: Random) -> None:
    """Six days of work."""
    with builders.at(day(0)):
        import_catalogue(actor=BUILDER, catalogue=read_sample())
        ingest_sample(actor=BUILDER)
    for number in range(1, 4):
        with builders.at(day(number)):
            kept = [
                record(f"P0000{n}", keyword=f"Word{n if dice.random() < 0.6 else number}")
                for n in range(9)
            ]
            ingest(*dice.sample(kept, 7), release=f"2026_0{number}", day=date(2026, 1, number))
            ingest(
                *dice.sample(kept, 4), release=f"2026_0{number}", source="trembl",
                day=date(2026, 1, number),
            )  # fmt: skip
    with builders.at(day(4)):
        needing(dice)
    with builders.at(day(5)):
        move(dice, 150)
    analyze()


def analyze() -> None:
    """Tell PostgreSQL how much there is now, as its own daemon would if all this were committed.

    Tables are full of what other tests rolled back: they are not read from end to end here.
    """
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SET LOCAL enable_seqscan = off")


def needing(dice: Random) -> None:
    """Sources that need earlier ones, required or not, in several versions."""
    made: list[Any] = []
    builders.organization("lab", version_scheme="semver")
    for n in range(60):
        slug = f"set-{n % 25}{'-fasta' if n % 25 == 7 else ''}"
        if n < 25:
            builders.source(slug, of="lab", license=dice.choice(["MIT", None]))
        known_on = date(2026, 1, 1) + timedelta(days=dice.randrange(90))
        begun = builders.draft(
            of=f"lab/{slug}", number=f"{dice.randrange(3)}.{n}.0", on=known_on.isoformat()
        )
        others = [other for other in made if other.source != slug]
        for other in dice.sample(others, min(len(others), dice.choice((0, 0, 1, 1, 2)))):
            Dependency.objects.create(
                id=uuid7(), version_id=begun.id, depends_on_id=other.id,
                kind=dice.choice(("required", "required", "optional")),
            )  # fmt: skip
        made.append(commands.publish_version(actor=BUILDER, **builders.address(begun)))


def move(dice: Random, count: int) -> None:
    """Deprecate, yank and unyank, as many times."""
    rows = list(Version.objects.exclude(status="draft").order_by("id").select_related("source"))
    for row in dice.choices(rows, k=count):
        told = {
            "organization": row.source.organization.slug, "source": row.source.slug,
            "version": str(row.pk),
        }  # fmt: skip
        doing = dice.choice(
            (
                partial(commands.deprecate_version, reason=f"old {dice.random()}"),
                partial(commands.yank_version, reason=f"bad {dice.random()}"),
                commands.unyank_version,
            )
        )
        try:
            doing(actor=BUILDER, **told)
        except (NotPublished, NotYanked):
            continue


def publish(dice: Random, count: int) -> None:
    """So many more versions, many of old days, and now and then another licence."""
    sources = list(Source.objects.order_by("id").select_related("organization"))
    for n, held in enumerate(dice.choices(sources, k=count)):
        of = f"{held.organization.slug}/{held.slug}"
        if n % 5 == 0:
            update_source(
                actor=BUILDER, organization=held.organization.slug, source=held.slug,
                license=dice.choice(["MIT", "CC0-1.0", "CC-BY-4.0"]),
            )  # fmt: skip
        on = date(2000, 1, 1) + timedelta(days=dice.randrange(9600))
        builders.release(f"more {n}", of, on=on.isoformat())
    analyze()


class Manifests:
    """Specs by the fall of dice, most of which mean something."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        rows = Version.objects.exclude(status="draft").order_by("id")
        self.rows = list(rows.select_related("source__organization"))
        owners = {row.source.organization.slug for row in self.rows}
        self.ours = [row for row in self.rows if row.source.organization.slug in {"lab", "uniprot"}]
        assert {"lab", "uniprot"} <= owners

    def manifest(self) -> list[str]:
        """A few specs."""
        specs = [self.spec() for _ in range(self.dice.choice((1, 1, 2, 2, 3, 5)))]
        return [*specs, self.dice.choice(BOGUS)] if self.dice.random() < 0.1 else specs

    def spec(self) -> str:
        """One way to speak of a version that there is."""
        row = self.dice.choice(self.ours if self.dice.random() < 0.5 else self.rows)
        name, number = row.source.slug, (row.major, row.minor, row.patch)
        if self.dice.random() < (0.3 if name.startswith(("P", "Q")) else 0.02):
            name = f"{name}-{self.dice.choice(FORMATS)}"
        asked = self.dice.choice(self._ways(row, number))
        return f"{row.source.organization.slug}:{name}{asked}"

    def _ways(self, row: Version, number: Sequence[int]) -> list[str]:
        major, minor, patch = number
        named = f"@{row.external_version or 'latest'}"
        held = ["@2026_01", "@2026_02"] if row.source.source_type == "protein" else []
        return [
            "", "@latest", f"@{row.version}", named, named, *held,
            f"@{major}", f"@{major}.{minor}", f"@^{major}.{minor}", f"@~{major}.{minor}.{patch}",
            f"@>={major},<{major + 1}", f"@<={row.version}", f"@=  {major}.{minor}",
            f"@^{major}", f"@~{major}",
        ]  # fmt: skip
