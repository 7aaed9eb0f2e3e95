"""schema.org JSON-LD of sources and versions, by the Bioschemas profile of a data set.

https://bioschemas.org/profiles/Dataset/1.0-RELEASE. The context is written out, so that whoever
reads it needs no second address. What is unknown is left out.
"""

from collections.abc import Mapping
from typing import Any

from apps.citing.dtos import About, Held, Release, Work
from apps.citing.licences import page_of

BASE = "/api/v1/"
PROFILE = "https://bioschemas.org/profiles/Dataset/1.0-RELEASE"
CONTEXT: Mapping[str, Any] = {
    "@vocab": "https://schema.org/",
    "dct": "http://purl.org/dc/terms/",
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "contentUrl": {"@type": "@id"},
}


def describe_version(work: Work) -> dict[str, Any]:
    """One version, its files, and the source that it is a version of."""
    source = {"@type": _kind(work), "@id": work.home, "name": work.title, "url": work.home}
    return _known(
        **_begun(work, work.url),
        identifier=[work.address, *_external(work)],
        name=f"{work.title}, version {work.named}",
        description=_said(work, f"Version {work.edition} of {work.title}"),
        version=work.named,
        datePublished=work.effective_date.isoformat(),
        creativeWorkStatus=None if work.status == "published" else work.status,
        exampleOfWork=source,
        isPartOf=[_release(work, release) for release in work.releases],
        distribution=[_download(work.origin, file) for file in work.files],
    )


def describe_source(about: About, newest: Work | None) -> dict[str, Any]:
    """One source, and its newest version if it has any: where it has no licence, that one's."""
    told = _of(newest) if newest else {}
    licence = _licence(about) or (newest and _licence(newest))
    example = {"@type": _kind(about), "@id": newest.url, "url": newest.url} if newest else {}
    return _known(
        **{**_begun(about, about.home), "license": licence},
        identifier=[f"{about.organization}:{about.source}", *_external(about)],
        name=about.title,
        description=_said(about, about.title),
        **told,
        workExample={**example, **told},
    )


def _of(newest: Work) -> dict[str, str]:
    return {"version": newest.named, "datePublished": newest.effective_date.isoformat()}


def _begun(about: About, page: str) -> dict[str, Any]:
    publisher = _known(
        **{"@type": "Organization", "@id": f"{about.origin}/{about.organization}"},
        name=about.publisher,
        url=about.website,
    )
    catalog = {"@type": "DataCatalog", "@id": f"{about.origin}/", "name": "BDP"}
    return {
        "@context": CONTEXT,
        "@type": _kind(about),
        "@id": page,
        "dct:conformsTo": {"@id": PROFILE},
        "url": page,
        "license": _licence(about),
        "alternateName": list(about.aliases),
        "keywords": list(dict.fromkeys([about.source_type, *about.tags])),
        "sameAs": about.homepage,
        "publisher": publisher,
        "creator": {"@id": publisher["@id"]},
        "citation": about.citation,
        "includedInDataCatalog": catalog,
    }


def _kind(about: About) -> str:
    return "SoftwareApplication" if about.is_software else "Dataset"


def _said(about: About, otherwise: str) -> str:
    return about.description or f"{otherwise}, published by {about.publisher}."


def _external(about: About) -> list[str]:
    return [about.external_id] if about.external_id else []


def _licence(about: About) -> Any:
    page, named = page_of(about.license), about.license if about.license != "other" else None
    return {"@id": page} if page else named or about.license_note


def _release(work: Work, release: Release) -> dict[str, str]:
    page = f"{work.origin}/{work.organization}/{release.source}/{release.version}"
    return {"@type": "Dataset", "@id": page, "name": f"{release.source} {release.named}"}


def _download(origin: str, file: Held) -> dict[str, Any]:
    return _known(
        **{"@type": "DataDownload"},
        name=file.format,
        contentUrl=f"{origin}{BASE}{file.path}",
        encodingFormat=file.media_type,
        contentSize=None if file.size is None else str(file.size),
        sha256=file.sha256,
    )


def _known(**told: Any) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value not in (None, [], {})}
