"""The operators' door from specs to a lock: the same bytes as over HTTP."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandParser

from apps.core.errors import invalid_field
from apps.core.operators import OperatorCommand
from apps.resolving import arguments
from apps.resolving.errors import Unresolvable
from apps.resolving.manifests import NOTHING
from apps.resolving.queries import get_resolution


class Command(OperatorCommand):
    help = "Tell which versions specs mean, as a lock; what is to be warned of goes to stderr."

    def add_arguments(self, parser: CommandParser) -> None:
        """Specs, a manifest, or both; and from which point of view."""
        parser.add_argument("spec", nargs="*", metavar="SPEC", help="org:name@version")
        parser.add_argument("--manifest", type=Path, metavar="FILE", help="bdp.yml")
        parser.add_argument("--as-of", type=arguments.day, metavar="D", help="released by then")
        parser.add_argument("--known-at", type=arguments.instant, metavar="T", help="known by then")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="bdl.lock")

    def run(
        self, spec: list[str], manifest: Path | None, output: Path | None, **at: Any
    ) -> dict[str, Any]:
        """Resolve, and keep the lock where one is wanted."""
        if not (spec or manifest):
            raise invalid_field("SPEC", "give specs, or a manifest")
        told = arguments.manifest(manifest) if manifest else NOTHING
        try:
            self.made = get_resolution(sources=[*spec, *told.sources], tools=told.tools, **at)
        except Unresolvable as refused:
            for error in refused.errors:
                self.stderr.write(f"{error.field}: {error.detail}")
            raise
        if output:
            arguments.keep(output, self.made.lock)
        self.output = output
        return {"lock": orjson.loads(self.made.lock), "warnings": self.made.warnings}

    def tell(self, answer: dict[str, Any]) -> None:
        """The lock itself, or where it is now."""
        for warned in self.made.warnings:
            after = f" Take {warned.superseded_by}." if warned.superseded_by else ""
            why = f"{warned.resolved} is {warned.status}: {warned.reason}."
            self.stderr.write(f"{warned.spec}: {why}{after}")
        if self.output:
            lock = answer["lock"]
            counts = {name: len(lock[name]) for name in ("sources", "tools", "dependencies")}
            told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
            self.stdout.write(f"{self.output} pins {told}.")
        else:
            self.stdout.write(self.made.lock.decode(), ending="")
