"""The operators' door to what publishers have and the registry lacks; it can bring that in."""

from typing import Any

from django.core.management.base import CommandParser

from apps.core.operators import OperatorCommand
from apps.core.rendering import plain
from apps.core.services import services
from apps.ingestion import operating
from apps.ingestion.arguments import uniprot_release
from apps.ingestion.discovering import Survey, survey
from apps.ingestion.fetching import PublishedRelease, Web
from apps.ingestion.inputs import Input
from apps.ingestion.operating import Order, promised, spoken, take_in
from apps.ingestion.queries import list_releases

ORGANIZATION, SLUG = "uniprot", "swissprot"
SOURCE = f"{ORGANIZATION}/{SLUG}"


class Command(OperatorCommand):
    help = f"Tell which releases of {SOURCE} UniProt has and the registry lacks, or bring them in."

    def add_arguments(self, parser: CommandParser) -> None:
        """Of whom, and what to do about it."""
        parser.add_argument("publisher", choices=["uniprot"])
        parser.add_argument(
            "--ingest", choices=["latest", "missing"], help="bring them in, the oldest first"
        )
        parser.add_argument("--since", type=uniprot_release, metavar="NAME", help="from 2024_01 on")

    def run(
        self, publisher: str, ingest: str | None, since: str | None, **_: Any
    ) -> dict[str, Any]:
        """Look, and ingest what is wanted, each release by itself."""
        with operating.web(self.bystander) as web:
            held = list_releases(ORGANIZATION, SLUG)
            found = survey(web, services.uniprot_url, held, since, ingest)
            reports = [self._brought_in(release, web) for release in found.wanted(ingest)]
        return _answer(found, reports)

    def tell(self, answer: dict[str, Any]) -> None:
        """A line for each release, what could not be told, and what was brought in."""
        for offer in answer["releases"]:
            size = f"{offer['size'] / 1e6:,.1f} MB" if offer["size"] is not None else ""
            day = offer["date"] or ""
            self.stdout.write(f"{offer['name']:<9}{day:<12}{size:>12}  {offer['state']}")
        if any(offer["state"] == "too old" for offer in answer["releases"]):
            self.stdout.write(
                f"{SOURCE} has a newer release than those that are too old, and takes in none"
                " before its newest."
            )
        for sentence in answer["untold"]:
            self.stdout.write(sentence)
        for report in answer["ingested"]:
            self.stdout.write(spoken(report))

    def _brought_in(self, release: PublishedRelease, web: Web) -> dict[str, Any]:
        self.stderr.write(f"{release.name} from {release.address}")
        told = release.expected if release.size is not None or release.md5 else None
        order = Order(
            format="uniprot", organization=ORGANIZATION, slug=SLUG,
            release=release.name, day=release.date,
        )  # fmt: skip
        path = Input(release.address, told, release.member)
        return promised(take_in(order, [path], web, self.bystander))


def _answer(found: Survey, reports: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "source": SOURCE,
        "address": services.uniprot_url,
        "releases": plain(found.offers),
        "untold": list(found.tree.untold),
        "ingested": reports,
    }
