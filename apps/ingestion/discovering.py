"""What a publisher has and the registry lacks: the releases side by side, and which can be had."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from apps.ingestion.dtos import Offer, State
from apps.ingestion.fetching import (
    PublishedRelease,
    PublishedTree,
    TreeAddresses,
    Unfetchable,
    Web,
    in_time,
    latest,
    missing,
    read_tree,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A publisher's tree beside the names of the releases held, from `since` on."""

    tree: PublishedTree
    held: Sequence[str]
    since: str | None

    @property
    def obtainable(self) -> list[PublishedRelease]:
        """Those that are missing and newer than all that is held, the oldest first."""
        return in_time(missing(self.tree.releases, self.held, self.since), self.held)

    @property
    def offers(self) -> list[Offer]:
        """All of them, the newest first, each with what it is to the registry."""
        names = {release.name for release in self.obtainable}
        shown = (r for r in self.tree.releases if self.since is None or r.name >= self.since)
        return [_offer(release, self.held, names) for release in shown]

    def wanted(self, which: str | None) -> list[PublishedRelease]:
        """Those to bring in: `latest`, all that are `missing`, or none."""
        if which == "latest":
            newest = latest(self.tree.releases)
            return [release for release in self.obtainable if release == newest]
        return self.obtainable if which == "missing" else []


def survey(
    web: Web, root: str, held: Sequence[str], since: str | None, which: str | None
) -> Survey:
    """Read the tree below `root`; only sizes that matter are asked for. Raises `Unfetchable`."""
    tree = read_tree(web, TreeAddresses.under(root), wanted=_worth_asking(held, since, which))
    if not tree.releases:
        reason = f"no release is found there. {' '.join(tree.untold)}".rstrip(".")
        raise Unfetchable(address=root, reason=reason)
    return Survey(tree=tree, held=held, since=since)


def _worth_asking(
    held: Sequence[str], since: str | None, which: str | None
) -> Callable[[str], bool]:
    """Of older releases those that could come in; for the latest alone none of them."""
    after = max(held, default="")
    return lambda name: which != "latest" and name > after and name >= (since or "")


def _offer(release: PublishedRelease, held: Sequence[str], obtainable: set[str]) -> Offer:
    state: State = "held" if release.name in held else "too old"
    return Offer(
        name=release.name,
        date=release.date,
        size=release.size,
        address=release.address,
        state="missing" if release.name in obtainable else state,
    )
