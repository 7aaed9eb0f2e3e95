"""The operators' door to the catalogue of databases and their releases."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.core.actor import Actor
from apps.core.operators import OperatorCommand
from apps.core.rendering import plain
from apps.ingestion.catalogue import read_catalogue, read_sample
from apps.ingestion.commands import import_catalogue


class Command(OperatorCommand):
    help = (
        "Register the databases of bioregistry and the releases of bioversions, or what is new in "
        "them. Without a file, the facts that come with the registry."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """One file, both, or neither."""
        parser.add_argument("--bioregistry", type=Path, metavar="FILE", help="bioregistry.json")
        parser.add_argument("--bioversions", type=Path, metavar="FILE", help="versions.json")

    def run(self, bioregistry: Path | None, bioversions: Path | None, **_: Any) -> dict[str, Any]:
        """Read, import, and count."""
        if bioregistry or bioversions:
            catalogue = read_catalogue(bioregistry=bioregistry, bioversions=bioversions)
        else:
            catalogue = read_sample()
        report = import_catalogue(actor=Actor.system("import_catalogue"), catalogue=catalogue)
        return {**plain(report.total), **plain(report)}

    def tell(self, answer: dict[str, Any]) -> None:
        """A line for each kind of thing, then what was left out and why."""
        for kind in ("organizations", "sources", "versions"):
            counts = ", ".join(f"{count:,} {what}" for what, count in answer[kind].items())
            self.stdout.write(f"{kind:>13}: {counts}")
        self.stdout.write(f"{'left out':>13}: {len(answer['left_out']):,}")
        for line in answer["left_out"]:
            self.stdout.write(f"{'':>15}{line['database']}: {line['reason']} ({line['text']!r})")
