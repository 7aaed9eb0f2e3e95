"""A protein as its database tells it: the record that the registry shows, complete and frozen.

Field names are those of the JSON that clients read. What each holds follows the manual of the
flat file (https://web.expasy.org/docs/userman.html); its line codes stand beside the fields.
Unknown is None, never an empty text; several are a tuple, empty if there are none.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Names:
    """DE. The names of the whole protein, not those of the chains and domains that it contains."""

    recommended: str | None = None
    short: tuple[str, ...] = ()
    alternative: tuple[str, ...] = ()
    submitted: tuple[str, ...] = ()

    @property
    def first(self) -> str | None:
        """The name to show: the recommended one, else the first that was submitted."""
        return self.recommended or next(iter(self.submitted), None)


@dataclass(frozen=True, slots=True)
class Gene:
    """GN. One gene and whatever else it is called."""

    name: str | None = None
    synonyms: tuple[str, ...] = ()
    ordered_locus: tuple[str, ...] = ()
    orf: tuple[str, ...] = ()

    @property
    def every_name(self) -> tuple[str, ...]:
        """All its names, its own first."""
        own = (self.name,) if self.name else ()
        return (*own, *self.synonyms, *self.ordered_locus, *self.orf)


@dataclass(frozen=True, slots=True)
class Organism:
    """OS, OC, OX, OG. Where the protein comes from; `taxid` is the first of several."""

    taxid: int | None = None
    name: str | None = None
    lineage: tuple[str, ...] = ()
    organelle: str | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """OH. An organism that the virus infects."""

    taxid: int | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Dates:
    """DT. Days on which the publisher made, resequenced and last touched the record."""

    created: date | None = None
    sequence_updated: date | None = None
    entry_updated: date | None = None


@dataclass(frozen=True, slots=True)
class CrossReference:
    """DR. Another database's record; `fields` are what follows its id, a lone `-` included."""

    database: str
    id: str
    fields: tuple[str, ...] = ()
    isoform: str | None = None


@dataclass(frozen=True, slots=True)
class Feature:
    """FT. Something on the sequence.

    `location` is as the file has it (`<1..>445`, `?..17`, `P09470-2:413..417`). `start` and `end`
    count from 1 and include both ends; None where the file says `?`.
    """

    type: str
    location: str
    start: int | None
    end: int | None
    note: str | None = None
    evidence: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """CC. What is known about a topic; `topic` is None in old records that name none."""

    topic: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """RN, RP, RC, RX, RG, RA, RT, RL. A publication, and what of the record rests on it."""

    number: int | None
    positions: str | None = None
    comments: str | None = None
    pubmed: str | None = None
    doi: str | None = None
    group: str | None = None
    authors: str | None = None
    title: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class Protein:
    """Everything that a record says. `length`, `mass`, `crc64`, `sha256` are of `sequence`."""

    accession: str
    secondary_accessions: tuple[str, ...]
    entry_name: str | None
    reviewed: bool | None
    names: Names
    ec_numbers: tuple[str, ...]
    flags: tuple[str, ...]
    genes: tuple[Gene, ...]
    organism: Organism
    taxids: tuple[int, ...]
    hosts: tuple[Host, ...]
    keywords: tuple[str, ...]
    protein_existence: int | None
    dates: Dates
    sequence_version: int | None
    entry_version: int | None
    cross_references: tuple[CrossReference, ...]
    features: tuple[Feature, ...]
    comments: tuple[Comment, ...]
    references: tuple[Reference, ...]
    length: int
    mass: int
    crc64: str
    sequence: str
    sequence_sha256: str

    @property
    def subject(self) -> str:
        """Where the newest record of this protein stands below the base."""
        return f"proteins/{self.accession}"
