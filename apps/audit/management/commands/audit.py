"""The operators' door to the trail as evidence: to prove it, and to be held to it later."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.audit import queries
from apps.audit.commands import rotate_audit_key
from apps.audit.dtos import Checkpoint, Verification
from apps.audit.keeping import kept_checkpoint
from apps.audit.reports import lines, progress_to
from apps.audit.sealer import seal_all
from apps.audit.verifying import verify
from apps.core.actor import Actor
from apps.core.operators import OperatorCommand


class Command(OperatorCommand):
    help = (
        "Recompute the whole trail and its log (verify), seal and sign what there is (checkpoint), "
        "or sign by a new key from now on (rotate-key)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and with which earlier head to compare."""
        parser.add_argument("what", choices=["verify", "checkpoint", "rotate-key"])
        parser.add_argument(
            "--checkpoint", type=Path, metavar="FILE",
            help="a head kept from earlier, as `audit checkpoint --json` or the API told it",
        )  # fmt: skip

    def run(self, what: str, checkpoint: Path | None, **_: Any) -> Any:
        """Do it."""
        match what:
            case "verify":
                kept = kept_checkpoint(checkpoint) if checkpoint else None
                found = verify(kept=kept, progress=progress_to(self.bystander))
                self.failed = not found.ok
                return found
            case "checkpoint":
                seal_all()
                return queries.get_checkpoint().content
        return {"key_id": rotate_audit_key(actor=Actor.system("audit"))}

    def handle(self, *args: Any, **options: Any) -> None:
        """As every door; what does not verify ends with status 1."""
        self.failed = False
        super().handle(*args, **options)
        if self.failed:
            sys.exit(1)

    def tell(self, answer: Any) -> None:
        """What came of it, for a person."""
        match answer:
            case Verification():
                self.stdout.write("\n".join(lines(answer)))
            case Checkpoint():
                self.stdout.write(
                    f"{answer.tree_size:,} leaves, root {answer.root}, signed {answer.signed_at} "
                    f"by {answer.key_id}.\nKeep it where the registry's keepers cannot reach it: "
                    "`audit verify --checkpoint FILE` holds the log to it."
                )
            case _:
                self.stdout.write(f"Heads are signed by {answer['key_id']} from now on.")
