"""An ingest as an operator starts one: progress for who waits, and a job for everybody to see."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TextIO

from apps.core.actor import Actor
from apps.core.rendering import plain
from apps.core.services import services
from apps.ingestion.apart import Apart
from apps.ingestion.arriving import Arrival
from apps.ingestion.commands import ingest_release
from apps.ingestion.dtos import IngestReport
from apps.ingestion.fetching import Web
from apps.ingestion.formats import Format
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.here import Here
from apps.ingestion.inputs import Input, Inputs
from apps.ingestion.jobs import job
from apps.ingestion.shops import Shop
from apps.ingestion.telling import told

AGENT = "bdp (a registry of biological data)"
SMALL = 1 << 20  # bytes of files
MOST_SHOWN = 10  # refusals that a person reads


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What an operator asks for: which release, of which source, and how much it may lack."""

    format: str
    organization: str
    slug: str
    release: str
    day: date | None = None
    most_refused: float = 1.0

    @property
    def label(self) -> str:
        """As the list of jobs shows it."""
        return f"{self.organization}/{self.slug}@{self.release}"


def web(out: TextIO) -> Web:
    """The web, which says on `out` what it waits for."""
    return Web(
        agent=AGENT,
        connect=services.http_client,
        tell=lambda said: print(said, file=out, flush=True),
    )


def take_in(order: Order, paths: Sequence[Input], via: Web, out: TextIO) -> IngestReport:
    """Ingest what `paths` hold, telling on `out` how far it is. Raises as `ingest_release` does."""
    inputs = Inputs(paths, via)
    with (
        _shop(inputs, FORMATS[order.format]) as shop,
        job("ingest", order.label, inputs) as outcome,
        told(inputs, out),
    ):
        report = ingest_release(
            actor=Actor.system("ingest"),
            organization=order.organization,
            source=order.slug,
            release=order.release,
            arrival=Arrival(inputs.openings, shop, inputs.progress),
            release_date=order.day,
            most_refused=order.most_refused,
        )
        report = replace(report, seconds=inputs.progress.seconds)  # now that it is committed
        outcome.told = report.told_to_all
    if order.day not in {None, report.release_date}:
        print(_not_kept(order, report), file=out, flush=True)
    return report


def _shop(inputs: Inputs, form: Format) -> AbstractContextManager[Shop]:
    """Who takes the records apart: another process, unless that would take longer to start."""
    small = inputs.total is not None and inputs.total < SMALL
    return nullcontext(Here(form)) if small else Apart(form)


def promised(report: IngestReport) -> dict[str, Any]:
    """The report as `--json` prints it."""
    shown: dict[str, Any] = plain(report)
    del shown["id"], shown["release_date"]
    return shown


def spoken(report: dict[str, Any]) -> str:
    """The same for a person: counts, the first refusals, where the changes are to be seen."""
    label = f"{report['source']}@{report['version']}"
    megabytes, seconds = report["bytes"] / 1e6, report["seconds"]
    took = f"{megabytes:,.1f} MB in {seconds:.1f} s, {megabytes / max(seconds, 0.001):.0f} MB/s"
    lines = [f"{label} is {report['release']}: {took}."]
    kinds = ("read", "added", "changed", "unchanged", "removed", "refused")
    lines += [f"{kind:>11}: {report[kind]:,}" for kind in kinds]
    lines += [_refusal(each) for each in report["refusals"][:MOST_SHOWN]]
    if (more := report["refused"] - MOST_SHOWN) > 0:
        lines.append(f"{'':>13}… and {more:,} more")
    address = f"{services.public_url}/api/v1/sources/{report['source']}/versions/"
    lines.append(f"Its changes: {address}{report['version']}/changes")
    return "\n".join(lines)


def _not_kept(order: Order, report: IngestReport) -> str:
    """Why the day that was given is not the release's; archives of publishers tell none of theirs.

    One without a day counts from when it came in. A later release of an earlier day would come
    before it, and it would stay the latest.
    """
    day = report.release_date
    kept = f"keeps its {day} and not" if day else "counts from its ingest and not from"
    return (
        f"{report.source}@{report.version} {kept} {order.day}: a release may not come before the"
        " one that it follows, nor may the day of a published one change."
    )


def _refusal(refused: dict[str, Any]) -> str:
    whose = refused["accession"] or "no accession"
    return f"{'':>13}{refused['file']}, line {refused['line']:,} ({whose}): {refused['reason']}"
