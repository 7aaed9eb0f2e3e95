"""What a release changed, in words and numbers, and the bump that follows. Pure: no Django here."""

from collections.abc import Mapping

from apps.versions.dtos import Bump, Changelog, ChangelogEntry, ChangelogSummary
from apps.versions.strategy import Kind, Strategy

ADDED = Kind("added", "protein")
REMOVED = Kind("removed", "protein")
SEQUENCE = Kind("modified", "sequence")
ANNOTATION = Kind("modified", "annotation")

SENTENCES = {
    ADDED: "{count:,} {proteins} came in.",
    REMOVED: "{count:,} {proteins} went.",
    SEQUENCE: "{count:,} {proteins} changed in sequence.",
    ANNOTATION: "{count:,} {proteins} changed in annotation, and kept the sequence.",
}

FIRST = Changelog(
    bump=None,
    triggered_by=None,
    summary=ChangelogSummary(before=0, after=1, added=1),
    entries=(
        ChangelogEntry(
            change_type="added",
            category="protein",
            count=1,
            description="The first version.",
            breaking=False,
        ),
    ),
)


NOTHING = Changelog(
    bump=None, triggered_by=None, summary=ChangelogSummary(before=0, after=0), entries=()
)


def of_a_member(kind: Kind, bump: Bump) -> Changelog:
    """The changelog of a protein whose sequence or annotation changed."""
    return Changelog(
        bump=bump,
        triggered_by=_named(kind),
        summary=ChangelogSummary(before=1, after=1, modified=1),
        entries=(_entry(kind, 1, breaking=bump == "major"),),
    )


def of_a_release(
    counts: Mapping[Kind, int], before: int | None, members: set[Bump], strategy: Strategy
) -> Changelog:
    """The changelog of a release after one with `before` members, None if it is the first."""
    added, removed = counts.get(ADDED, 0), counts.get(REMOVED, 0)
    bump, trigger = strategy.bump(counts)
    return Changelog(
        bump=None if before is None else strategy.cascaded(bump, members),
        triggered_by=None if before is None or trigger is None else _named(trigger),
        summary=ChangelogSummary(
            before=before or 0,
            after=(before or 0) + added - removed,
            added=added,
            removed=removed,
            modified=counts.get(SEQUENCE, 0) + counts.get(ANNOTATION, 0),
        ),
        entries=tuple(
            _entry(kind, counts[kind], breaking=strategy.bump([kind])[0] == "major")
            for kind in SENTENCES
            if kind in counts
        ),
    )


def _entry(kind: Kind, count: int, *, breaking: bool) -> ChangelogEntry:
    proteins = "protein" if count == 1 else "proteins"
    return ChangelogEntry(
        change_type=kind.change_type,  # type: ignore[arg-type]  # the four above
        category=kind.category,
        count=count,
        description=SENTENCES[kind].format(count=count, proteins=proteins),
        breaking=breaking,
    )


def _named(kind: Kind) -> str:
    return f"{kind.change_type} {kind.category}"
