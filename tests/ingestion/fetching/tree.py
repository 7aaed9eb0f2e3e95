"""A publisher's tree as UniProt lays it out, made of a few records of our own."""

import gzip
import hashlib
import io
import tarfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from tests.ingestion.fetching.publisher import Publisher

ROOT = "/pub/databases/uniprot"
COMPLETE = f"{ROOT}/current_release/knowledgebase/complete"
PREVIOUS = f"{ROOT}/previous_releases"


def noise(size: int, *, seed: bytes = b"noise") -> bytes:
    """Bytes that no packing makes shorter, always the same."""
    return hashlib.shake_128(seed).digest(size)


def records(release: str) -> bytes:
    """A flat file of three small records."""
    return b"".join(
        f"ID   OURS{number}_TEST              Reviewed;           4 AA.\n"
        f"AC   Q9TST{number};\n"
        f"DE   RecName: Full=Made for {release};\n"
        f"SQ   SEQUENCE   4 AA;  500 MW;  0000000000000000 CRC64;\n     MKVL\n//\n".encode()
        for number in range(3)
    )


def packed(release: str) -> bytes:
    """The same as the publisher offers it."""
    return gzip.compress(records(release), mtime=0)


def archive(files: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """A tar of these files, gzipped or not."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz" if compressed else "w") as tar:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def metalink_of(files: Mapping[str, bytes], *, version: str = "2024_06") -> bytes:
    """`RELEASE.metalink` in the form that UniProt writes."""
    entries = "".join(
        f"<file name={quoteattr(name)}><size>{len(content)}</size>"
        f'<verification><hash type="md5">{_md5(content)}</hash></verification>'
        f'<resources><url type="https" location="ch" preference="100">'
        f"https://mirror.example.org/{escape(name)}</url>"
        f'<url type="ftp">ftp://mirror.example.org/{escape(name)}</url></resources></file>'
        for name, content in files.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<metalink version="3.0" xmlns="http://www.metalinker.org/">'
        f"<version>{version}</version><files>{entries}</files></metalink>"
    ).encode()


def reldate(release: str, date: str) -> bytes:
    """`reldate.txt`."""
    return (
        f"UniProt Knowledgebase Release {release} consists of:\n"
        f"UniProtKB/Swiss-Prot Release {release} of {date}\n"
        f"UniProtKB/TrEMBL Release {release} of {date}\n"
    ).encode()


def serve_current(publisher: Publisher, release: str, date: str) -> None:
    """Put a release where the newest stands."""
    content = packed(release)
    notes = f"UniProt Release {release}\n\nUniProtKB/Swiss-Prot: 3 entries\n".encode()
    publisher.serve(f"{ROOT}/current_release/relnotes.txt", notes)
    publisher.serve(f"{COMPLETE}/reldate.txt", reldate(release, date))
    publisher.serve(f"{COMPLETE}/uniprot_sprot.dat.gz", content)
    publisher.serve(
        f"{COMPLETE}/RELEASE.metalink",
        metalink_of({"uniprot_sprot.dat.gz": content}, version=release),
    )


def serve_archived(publisher: Publisher, *releases: str) -> None:
    """Put releases where the older ones stand, and list them as Apache does."""
    for release in releases:
        name = f"uniprot_sprot-only{release}.tar.gz"
        content = archive({"uniprot_sprot.fasta.gz": b"", "uniprot_sprot.dat.gz": packed(release)})
        folder = f"{PREVIOUS}/release-{release}/knowledgebase"
        publisher.serve(f"{folder}/{name}", content)
        publisher.serve(f"{folder}/RELEASE.metalink", metalink_of({name: content}, version=release))
    links = "".join(
        f'<tr><td><a href="release-{release}/">release-{release}/</a></td></tr>'
        for release in releases
    )
    page = (
        "<html><head><title>Index of previous_releases</title></head><body><table>"
        '<tr><th><a href="?C=N;O=D">Name</a></th></tr>'
        f'<tr><td><a href="{ROOT}/">Parent Directory</a></td></tr>{links}</table></body></html>'
    )
    publisher.serve(f"{PREVIOUS}/", page.encode())


def _md5(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
