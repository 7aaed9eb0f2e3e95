"""What an export says of its rows, once all of them were read."""

from dataclasses import dataclass, field

from apps.audit.exporting import Row

MOST_NAMED = 1000


@dataclass(slots=True, kw_only=True)
class Tally:
    """What is told at the end of the rows; `changed` are those that are not what was sealed.

    No head that the export names covers those that are `pending`.
    """

    rows: int = 0
    sealed: int = 0
    pending: int = 0
    first_leaf: int | None = None
    last_leaf: int | None = None
    changed: list[str] = field(default_factory=list)

    def add(self, row: Row, *, fits: bool | None) -> None:
        """One row more."""
        self.rows += 1
        if fits is None:
            self.pending += 1
            return
        self.sealed += 1
        self.first_leaf = row["leaf_index"] if self.first_leaf is None else self.first_leaf
        self.last_leaf = row["leaf_index"]
        if not fits and len(self.changed) < MOST_NAMED:
            self.changed.append(row["id"])
