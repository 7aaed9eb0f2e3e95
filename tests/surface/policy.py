"""Who may do what, as the contract has it: a table of its own, that knows nothing of the code."""

from collections.abc import Mapping
from dataclasses import dataclass

WHO = ("anonymous", "user", "member", "maintainer", "owner", "curator", "auditor", "superuser")
ROLES = ("member", "maintainer", "owner")
SCOPES = ("read", "write", "publish", "admin")

# Columns: anonymous, user, member, maintainer, owner, curator, auditor, superuser.
POLICY = {
    "read": "✓ ✓ ✓ ✓ ✓ ✓ ✓ ✓",
    "see drafts": "· · ✓ ✓ ✓ ✓ ✓ ✓",
    "see projects": "· · ✓ ✓ ✓ ✓ ✓ ✓",
    "keep sources": "· · · ✓ ✓ ✓ · ✓",
    "keep the organization": "· · · · ✓ ✓ · ✓",
    "see webhooks": "· · · · ✓ ✓ · ✓",
    "keep the registry": "· · · · · ✓ · ✓",
    "read the trail": "· · · · · · ✓ ✓",
    "keep one's own": "· ✓ ✓ ✓ ✓ ✓ ✓ ✓",
    "see somebody else's": "· · · · · · · ·",
    "end somebody else's": "· · · · · · · ✓",
}
# What is not shown is not there: these are refused as if nothing stood at the address.
HIDDEN = {
    "see drafts", "see projects", "see webhooks", "see somebody else's", "end somebody else's",
}  # fmt: skip
# What a token of one organization may do nowhere but there; of one source, only in that source.
BOUND = {"see drafts", "see projects", "see webhooks", "keep sources", "keep the organization"}


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """Somebody as what they are at home; with a token of one scope, or signed in by form."""

    who: str
    scope: str | None = None
    bound: str | None = None  # to their "organization", or to one "source" of it

    def __str__(self) -> str:
        by = f"by a token to {self.scope}" if self.scope else "in person"
        return f"{self.who} {by}" + (f" of one {self.bound}" if self.bound else "")

    def at(self, place: str) -> str:
        """What they are in an organization: a role at home is none abroad."""
        return "user" if self.who in ROLES and place == "abroad" else self.who


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One thing to ask for: what it takes, and what to send.

    `version`, where the path has one, is the publisher's name; `takes_abroad` is what it takes for
    somebody else's, if that is another row of the policy.
    """

    takes: str = "read"
    takes_abroad: str | None = None
    scope: str = "read"
    version: str = "2024_01"
    body: Mapping[str, object] | None = None
    raw: bytes | None = None
    asks: str = ""  # the query in the address


def may(row: str, who: str) -> bool:
    """Whether the policy's table has a tick."""
    return POLICY[row].split()[WHO.index(who)] == "✓"


def outcome(visitor: Visitor, trial: Trial, place: str, *, in_source: bool) -> str:
    """What the contract promises to a visitor: 401, 403, 404, or `done`."""
    row = (trial.takes_abroad if place == "abroad" else None) or trial.takes
    if not may(row, visitor.at(place)):
        return _refusal(row, visitor, trial)
    if visitor.scope and SCOPES.index(visitor.scope) < SCOPES.index(trial.scope):
        return "403"
    if row in {"read", "keep one's own"} and trial.scope == "read":
        return "done"
    reaches = row in BOUND and place == "home" and (in_source or visitor.bound == "organization")
    if visitor.bound and not reaches:
        return "404" if row in HIDDEN & BOUND else "403"
    return "done"


def _refusal(row: str, visitor: Visitor, trial: Trial) -> str:
    if visitor.who == "anonymous" and row != "see drafts":
        return "401"
    too_narrow = visitor.scope and SCOPES.index(visitor.scope) < SCOPES.index(trial.scope)
    bound_away = visitor.bound and row not in BOUND and trial.scope != "read"
    return "404" if row in HIDDEN and not (too_narrow or bound_away) else "403"
