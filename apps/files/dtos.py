"""What the files slice shows the world. The bytes of a file are a `Download`."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.core.dto import column
from apps.versions.dtos import Status

TEXT = "text/plain"
BINARY = "application/octet-stream"
MEDIA_TYPES: Mapping[str, str] = {
    "dat": TEXT,
    "fasta": "text/x-fasta",
    "json": "application/json",
    "xml": "application/xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
    "txt": TEXT,
    "gff": "text/x-gff",
    "gff3": "text/x-gff3",
    "gtf": "text/x-gtf",
    "gbk": "chemical/x-genbank",
    "embl": "chemical/x-embl-dl-nucleotide",
    "obo": TEXT,
    "owl": "application/rdf+xml",
    "gaf": TEXT,
    "vcf": "text/x-vcf",
    "bed": "text/x-bed",
    "bam": BINARY,
    "pdb": "chemical/x-pdb",
    "cif": "chemical/x-cif",
    "newick": TEXT,
    "hmm": TEXT,
    "zip": "application/zip",
    "tar": "application/x-tar",
    "fastq": TEXT,
    "sam": TEXT,
    "cram": BINARY,
    "sdf": "chemical/x-mdl-sdfile",
    "ttl": "text/turtle",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}

# How a compressed body begins, what that is called, and what its bytes are by themselves.
COMPRESSIONS: Mapping[bytes, tuple[str, str]] = {
    b"\x1f\x8b": ("gzip", "application/gzip"),
    b"BZh": ("bzip2", "application/x-bzip2"),
    b"\xfd7zXZ\x00": ("xz", "application/x-xz"),
    b"\x28\xb5\x2f\xfd": ("zstd", "application/zstd"),
}
COMPRESSED_BY_NATURE = frozenset({"bam", "cram", "zip", "parquet"})
SUFFIXES: Mapping[str | None, str] = {
    None: "", "gzip": ".gz", "bzip2": ".bz2", "xz": ".xz", "zstd": ".zst",
}  # fmt: skip


def compression_of(form: str, beginning: bytes) -> str | None:
    """How a file is compressed, by how it begins; a format that is so by nature is not."""
    known = (name for magic, (name, _) in COMPRESSIONS.items() if beginning.startswith(magic))
    return None if form in COMPRESSED_BY_NATURE else next(known, None)


def media_type_of(form: str, compression: str | None) -> str:
    """What the bytes of a file are, for who receives them."""
    return dict(COMPRESSIONS.values()).get(compression or "", MEDIA_TYPES[form])


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a version. `size_bytes` and `sha256` are of the bytes as they are sent."""

    format: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    compression: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A file that nobody uploaded: it follows from what a version holds."""

    format: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What the files of a version are called after."""

    id: UUID
    source: str = column("source__slug")
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """Bytes that the store has: their SHA-256, how many they are, and how they begin."""

    sha256: str
    size_bytes: int
    beginning: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploaded:
    """A file that somebody uploaded, and of which version."""

    version_id: UUID
    format: str
    filename: str
    media_type: str
    size_bytes: int
    sha256: str
    compression: str | None = column("compression")

    @property
    def file(self) -> File:
        """What is shown of it."""
        return File(
            format=self.format,
            filename=self.filename,
            media_type=self.media_type,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            compression=self.compression,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole(Derived):
    """A file of a whole release, made once: which objects of the store it is put together from.

    `plan` is an object that says which stretches of which `packs` follow each other.
    """

    version_id: UUID
    plan: str
    stretches: int
    packs: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A published version that holds a file of certain bytes. `path` is relative to the base."""

    source: str
    version: str
    external_version: str | None
    status: Status
    format: str
    filename: str
    size_bytes: int
    path: str
