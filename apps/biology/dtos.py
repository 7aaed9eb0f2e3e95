"""What the biology slice shows the world. The record of a protein is in records.py."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.core.dto import column
from apps.versions.dtos import ChangeType


@dataclass(frozen=True, slots=True, kw_only=True)
class ProteinSummary:
    """A protein as a line in a list, by its newest record. `length` counts residues."""

    accession: str
    entry_name: str | None
    reviewed: bool | None
    name: str | None = column("name__name")
    genes: list[str]
    organism: str | None
    taxid: int | None
    length: int
    version: str = column("version__version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that differs between two versions.

    Between releases it is a member, and `before` and `after` are its versions in each. Between
    versions of a protein it is a field of its record, named by `category`, with both its values.
    """

    change_type: ChangeType
    category: str
    source: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """Where the bytes of a record are."""

    version_id: UUID
    format: str
    sha256: bytes
    object: str = column("pack__object")
    frame: int
    packed: int
    start: int
    size: int
