"""What the dependencies slice shows the world, and what it is told. Values only."""

from dataclasses import dataclass
from typing import Literal, NotRequired, TypedDict
from uuid import UUID

DeclaredKind = Literal["required", "optional"]
DependencyKind = Literal["required", "optional", "member"]


class Wanted(TypedDict):
    """A version that a draft is to depend on: its source as org/slug, and any of its names."""

    source: str
    version: str
    kind: NotRequired[DeclaredKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """What a version depends on, what depends on it, or which member a release has."""

    source: str
    version: str
    external_version: str | None
    kind: DependencyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What an entry of the wanted means: a version, if its source has one of that name.

    A name under which several releases hold different contents has `candidates` instead.
    """

    source_id: UUID | None
    version_id: UUID | None
    address: str
    version: str
    external_version: str | None
    is_draft: bool
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Whose drafts somebody sees: everybody's, or some organizations'; of one source alone."""

    everywhere: bool
    organizations: tuple[UUID, ...] = ()
    source: UUID | None = None
