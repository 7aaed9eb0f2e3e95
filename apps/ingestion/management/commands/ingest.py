"""The operators' door to releases: read a publisher's files, and publish what is in them."""

from typing import Any

from django.core.management.base import CommandParser

from apps.core.operators import OperatorCommand
from apps.ingestion import operating
from apps.ingestion.arguments import day, percent, release_name, source_label
from apps.ingestion.formats.registry import FORMATS
from apps.ingestion.inputs import Input
from apps.ingestion.operating import Order, promised, spoken, take_in


class Command(OperatorCommand):
    help = "Take in a release: every record of the files becomes a version of its own source."

    def add_arguments(self, parser: CommandParser) -> None:
        """The files, whose they are, and how much that is unreadable is borne."""
        parser.add_argument("format", choices=sorted(FORMATS))
        parser.add_argument(
            "path", nargs="+", metavar="PATH", help="a file, an http(s) address, or - for stdin"
        )
        parser.add_argument("--source", required=True, type=source_label, metavar="ORG/SLUG")
        parser.add_argument("--release", required=True, type=release_name, metavar="NAME")
        parser.add_argument("--date", type=day, dest="day", metavar="YYYY-MM-DD")
        parser.add_argument("--strict", action="store_true", help="refuse all if one is refused")
        parser.add_argument("--max-refused", type=percent, default=1.0, metavar="PERCENT")

    def run(self, path: list[str], source: tuple[str, str], **asked: Any) -> dict[str, Any]:
        """Ingest, shown as a job."""
        organization, slug = source
        order = Order(
            format=asked["format"],
            organization=organization,
            slug=slug,
            release=asked["release"],
            day=asked["day"],
            most_refused=0.0 if asked["strict"] else asked["max_refused"],
        )
        with operating.web(self.bystander) as web:
            return promised(take_in(order, [Input(each) for each in path], web, self.bystander))

    def tell(self, answer: dict[str, Any]) -> None:
        """What came of it."""
        self.stdout.write(spoken(answer))
