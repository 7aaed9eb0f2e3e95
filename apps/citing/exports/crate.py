"""A lock as the metadata file of an RO-Crate 1.1, whose data entities stand on the web.

https://www.researchobject.org/ro-crate/1.1/. Nothing of clock or host is in it: its date is the one
as of which the lock was made, else that of the newest version in it.
"""

from collections.abc import Iterator
from typing import Any

from apps.citing.citations.texts import licence
from apps.citing.dtos import Bibliography, Held, Work
from apps.citing.licences import page_of

BASE = "/api/v1/"
CONTEXT = "https://w3id.org/ro/crate/1.1/context"
SPECIFICATION = "https://w3id.org/ro/crate/1.1"
UNSTATED = "No licence is stated for any part."

Entity = dict[str, Any]


def describe(told: Bibliography) -> Entity:
    """The content of `ro-crate-metadata.json`."""
    entities = [_descriptor(), _root(told)]
    for work in told.works:
        entities += [_work(work), *_files(work), _publisher(work), *_licences(work)]
    once = {entity["@id"]: entity for entity in entities}
    return {"@context": CONTEXT, "@graph": list(once.values())}


def _descriptor() -> Entity:
    return {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "conformsTo": {"@id": SPECIFICATION},
        "about": {"@id": "./"},
    }


def _root(told: Bibliography) -> Entity:
    licences = {entity["@id"]: entity for work in told.works for entity in _licences(work)}
    lock = told.lock
    checksum = lock.checksum if lock else None
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": "What a lock of the registry of biological data pins",
        "description": "; ".join(f"{work.title}, version {work.edition}" for work in told.works),
        **({"datePublished": day} if (day := _day(told)) else {}),
        **({"identifier": f"sha256-{checksum}"} if checksum else {}),
        "license": [{"@id": name} for name in licences] or UNSTATED,
        "hasPart": [{"@id": work.url} for work in told.works],
    }


def _day(told: Bibliography) -> str | None:
    lock = told.lock
    if lock and (as_of := lock.known_at or lock.as_of):
        return as_of[:10]
    return max((work.effective_date.isoformat() for work in told.works), default=None)


def _work(work: Work) -> Entity:
    return {
        "@id": work.url,
        "@type": "SoftwareApplication" if work.is_software else "Dataset",
        "name": work.title,
        "description": f"Version {work.edition}, published by {work.publisher}.",
        "identifier": work.address,
        "version": work.named,
        "datePublished": work.effective_date.isoformat(),
        "publisher": {"@id": _publisher(work)["@id"]},
        "url": work.url,
        **({"license": {"@id": named["@id"]}} if (named := next(_licences(work), None)) else {}),
        **({"citation": work.citation} if work.citation else {}),
        **(
            {"hasPart": parts} if (parts := [{"@id": file["@id"]} for file in _files(work)]) else {}
        ),
    }


def _files(work: Work) -> Iterator[Entity]:
    return (_file(work, file) for file in work.files)


def _file(work: Work, file: Held) -> Entity:
    return {
        "@id": f"{work.origin}{BASE}{file.path}",
        "@type": "File",
        "name": f"{work.title}, version {work.named}, as {file.format}",
        **({"encodingFormat": file.media_type} if file.media_type else {}),
        **({"contentSize": str(file.size)} if file.size is not None else {}),
        "sha256": file.sha256,
    }


def _publisher(work: Work) -> Entity:
    page = f"{work.origin}/{work.organization}"
    website = {"url": work.website} if work.website else {}
    return {"@id": page, "@type": "Organization", "name": work.publisher, **website}


def _licences(work: Work) -> Iterator[Entity]:
    """The licence as an entity: its page on the SPDX list, or else the publisher's words."""
    if (told := licence(work)) is not None:
        name = page_of(work.license) or f"#licence-{work.organization}-{work.source}-{work.version}"
        yield {"@id": name, "@type": "CreativeWork", "name": told}
