"""The operators' door to the trail as evidence: to prove it, and to be held to it later."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from apps.audit import operating, queries
from apps.audit.commands import accept_log, export_trail, rotate_audit_key
from apps.audit.dtos import CheckedExport, Checkpoint, Erasure, Verification
from apps.audit.exporting import chosen_by
from apps.audit.keeping import kept_checkpoint
from apps.audit.narrowing import Filters
from apps.audit.reports import checked_line, lines, progress_to
from apps.audit.sealer import seal_all
from apps.audit.taking import Chosen, export_lines
from apps.audit.verifying import verified, verify
from apps.core.actor import Actor
from apps.core.db import pin_to_primary
from apps.core.operators import OperatorCommand
from apps.core.services import services

DEEDS = ("verify", "checkpoint", "rotate-key", "export", "check-export", "erase", "accept")


class Command(OperatorCommand):
    help = (
        "Recompute the whole trail and its log (verify), seal and sign what there is (checkpoint), "
        "sign by a new key from now on (rotate-key), write rows and a signature to standard output "
        "(export), look whether it is as written (check-export), erase addresses (erase), or go "
        "on from a backup that was restored (accept)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and with which earlier head to compare."""
        parser.add_argument("what", choices=DEEDS)
        parser.add_argument(
            "--checkpoint", type=Path, metavar="FILE",
            help="a head kept from earlier, as `audit checkpoint --json` or the API told it",
        )  # fmt: skip

        operating.add_options(parser)

    def run(self, what: str, checkpoint: Path | None, **told: Any) -> Any:
        """Do it."""
        match what:
            case "export":
                return self._export(told["format"], operating.chosen(**told))
            case "check-export":
                checked = operating.check(told["file"], told["key"])
                self.failed = not checked.ok
                return checked
            case "erase":
                names = ("user", "request", "before", "reason")
                return operating.erase(**{name: told[name] for name in names})
            case "verify":
                kept = kept_checkpoint(checkpoint) if checkpoint else None
                found = verify(kept=kept, progress=progress_to(self.bystander))
                self.failed = not found.ok
                return found
            case "accept" | "checkpoint":
                return self._signed(what, told["reason"])
        return {"key_id": rotate_audit_key(actor=Actor.system("audit"))}

    def handle(self, *args: Any, **options: Any) -> None:
        """As every door; what does not verify ends with status 1."""
        self.failed = False
        if options["what"] == "export":
            options["as_json"] = False  # the last line is the signature, whatever is asked
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
            case Erasure():
                self.stdout.write(f"Address and user agent of {answer.erased:,} rows are erased.")
            case CheckedExport():
                self.stdout.write(checked_line(answer))
            case None:
                pass
            case _:
                self.stdout.write(f"Heads are signed by {answer['key_id']} from now on.")

    def _signed(self, what: str, reason: str | None) -> Checkpoint:
        """Seal and sign all there is."""
        if what == "accept":
            accept_log(actor=Actor.system("audit"), reason=reason)
        seal_all()
        pin_to_primary()  # the head that was just signed may not have arrived elsewhere
        return queries.get_checkpoint().content

    def _export(self, form: str, only: Filters) -> None:
        """Seal and verify all there is, note that it is taken along, and write it."""
        only["until"] = only["until"] or services.clock.now()
        chosen = Chosen(rows=chosen_by(only), only=only)
        rows = chosen.rows.count()
        export_trail(actor=Actor.system("audit"), form=form, only=only, rows=rows)
        seal_all()
        with verified(progress=progress_to(self.bystander)) as found:
            for line in export_lines(chosen, form=form, verification=found):
                self.stdout.write(line, ending="")
        self.failed = not found.ok
