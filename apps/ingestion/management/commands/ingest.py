"""The operators' door to releases: read a publisher's files, and publish what is in them."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.core.actor import Actor
from apps.core.operators import OperatorCommand
from apps.ingestion.arriving import Progress
from apps.ingestion.commands import ingest_release
from apps.ingestion.dtos import IngestReport
from apps.ingestion.formats import FORMATS
from apps.ingestion.formats.reading import opened
from apps.ingestion.jobs import job


class Command(OperatorCommand):
    help = "Take in a release: every record of the files becomes a version of its own source."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, whose they are, and how much that is unreadable is borne."""
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument("path", nargs="+", metavar="PATH")
        parser.add_argument("--source", required=True, metavar="ORG/SLUG")
        parser.add_argument("--release", required=True, metavar="NAME")
        parser.add_argument("--date", type=date.fromisoformat, dest="day", metavar="YYYY-MM-DD")
        parser.add_argument("--strict", action="store_true")
        parser.add_argument("--max-refused", type=float, default=1.0, metavar="PERCENT")

    def run(
        self,
        format: str,  # noqa: A002  what the argument is called
        path: list[str],
        source: str,
        release: str,
        day: date | None,
        *,
        strict: bool,
        max_refused: float,
        **unused: Any,
    ) -> IngestReport:
        """Ingest, shown as a job."""
        organization, _, slug = source.partition("/")
        progress = Progress()
        files = [(Path(each).name, partial(opened, Path(each))) for each in path]
        with job("ingest", f"{source}@{release}", progress, None) as outcome:
            report = ingest_release(
                actor=Actor.system("ingest"), organization=organization, source=slug,
                release=release, files=files, form=FORMATS[format], progress=progress,
                release_date=day, most_refused=0.0 if strict else max_refused,
            )  # fmt: skip
            outcome.told = report
        return report
