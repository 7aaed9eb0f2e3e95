"""Bioregistry's `bioregistry.json`: who the databases are.

The file is one object of resources by prefix (https://bioregistry.io, data CC0-1.0).
A resource states a field itself or leaves it to the registries it was matched with, whose
records it carries under their names; whom to believe first is bioregistry's own order.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from apps.ingestion.catalogue.authorities import AUTHORITIES, AUTHORITIES_ON_DESCRIPTIONS
from apps.ingestion.catalogue.documents import Document, kind_of
from apps.ingestion.catalogue.facts import Catalogue, Database, LeftOut, Origin, Reason
from apps.ingestion.catalogue.licences import Licence, recognise
from apps.ingestion.catalogue.texts import (
    DESCRIPTION_LENGTH,
    NAME_LENGTH,
    is_homepage,
    one_line,
    paragraphs,
    shortened,
    shown,
    slug_of_prefix,
    why_no_slug,
)

Record = Mapping[str, Any]

MOST_ALIASES = 100

_RETIRED = ("deprecated", "inactive")
_TELLING = {"name", "homepage", "mappings", "uri_format", "pattern", "example", *AUTHORITIES}


def read_bioregistry(document: Document) -> Catalogue:
    """The databases of the file, none with releases. Raises `UnreadableCatalogue`."""
    _refuse_another_shape(document)
    databases: dict[str, Database] = {}
    left_out: list[LeftOut] = []
    for prefix in sorted(document.content, key=_has_to_be_changed):
        slug = slug_of_prefix(prefix)
        if reason := why_no_slug(slug) or (Reason.TAKEN_SLUG if slug in databases else None):
            left_out.append(
                LeftOut(database=shown(prefix) or "no prefix", text=shown(slug), reason=reason)
            )
        else:
            databases[slug] = _database(prefix, document.content[prefix], left_out)
    return Catalogue(
        databases=tuple(databases[slug] for slug in sorted(databases)),
        left_out=tuple(left_out),
        provenance=(_origin(document),),
    )


def looks_like_bioregistry(content: Record) -> bool:
    """Whether an object holds resources: objects, at least one with a field that tells."""
    resources = content.values()
    return all(isinstance(resource, dict) for resource in resources) and any(
        not _TELLING.isdisjoint(resource) for resource in resources
    )


def _refuse_another_shape(document: Document) -> None:
    content = document.content
    if isinstance(content.get("database"), list):
        document.refuse("it is the file of bioversions, not that of bioregistry")
    for prefix, resource in content.items():
        if not isinstance(resource, dict):
            document.refuse(f"its “{shown(prefix)}” is {kind_of(resource)} instead of a resource")
    if not looks_like_bioregistry(content):
        document.refuse("it holds no resource of bioregistry")


def _has_to_be_changed(prefix: str) -> bool:
    return slug_of_prefix(prefix) != prefix


def _database(prefix: str, resource: Record, left_out: list[LeftOut]) -> Database:
    slug = slug_of_prefix(prefix)
    licence = _licence(resource)
    return Database(
        slug=slug,
        name=_name(resource) or prefix,
        homepage=_homepage(slug, resource, left_out),
        license=licence.license if licence else None,
        license_note=licence.note if licence else None,
        description=_description(resource),
        aliases=_aliases(prefix, resource, left_out),
        deprecated=_is_deprecated(resource),
    )


def _name(resource: Record) -> str | None:
    names = map(one_line, _texts(resource, "name"))
    return next((shortened(name, NAME_LENGTH) for name in names if name), None)


def _description(resource: Record) -> str | None:
    texts = map(paragraphs, _texts(resource, "description"))
    return next((shortened(text, DESCRIPTION_LENGTH) for text in texts if text), None)


def _homepage(slug: str, resource: Record, left_out: list[LeftOut]) -> str | None:
    for text in map(str.strip, _texts(resource, "homepage")):
        if is_homepage(text):
            return text
        if text:
            left_out.append(LeftOut(database=slug, text=shown(text), reason=Reason.BAD_HOMEPAGE))
    return None


def _licence(resource: Record) -> Licence | None:
    for said in _said(resource, "license", AUTHORITIES):
        text = (said.get("spdx") or said.get("name")) if isinstance(said, dict) else said
        if isinstance(text, str) and (licence := recognise(text)):
            return licence
    return None


def _aliases(prefix: str, resource: Record, left_out: list[LeftOut]) -> tuple[str, ...]:
    """Other spellings and names of the prefix, the slug not among them, each in one case only."""
    slug = slug_of_prefix(prefix)
    candidates = (prefix, _preferred_prefix(resource), *_list(resource.get("synonyms")))
    names = [one_line(text) for text in candidates if isinstance(text, str)]
    by_case = {name.casefold(): name for name in reversed(names) if name.casefold() != slug}
    aliases = [by_case[folded] for folded in sorted(by_case) if folded]
    kept = [alias for alias in aliases if len(alias) <= NAME_LENGTH][:MOST_ALIASES]
    left_out.extend(
        LeftOut(database=slug, text=shown(alias), reason=Reason.UNFIT_ALIAS)
        for alias in sorted(set(aliases) - set(kept))
    )
    return tuple(kept)


def _preferred_prefix(resource: Record) -> object:
    """The prefix as its owners write it; the OBO Foundry's are in upper case if it says no more."""
    obo = _record(resource.get("obofoundry"))
    prefix = obo.get("prefix")
    return (
        resource.get("preferred_prefix")
        or obo.get("preferred_prefix")
        or (prefix.upper() if isinstance(prefix, str) else None)
    )


def _is_deprecated(resource: Record) -> bool:
    own = resource.get("deprecated")
    if isinstance(own, bool):
        return own
    return any(_record(resource.get(who)).get("status") in _RETIRED for who in AUTHORITIES)


def _texts(resource: Record, field: str) -> Iterator[str]:
    who = AUTHORITIES_ON_DESCRIPTIONS if field == "description" else AUTHORITIES
    return (said for said in _said(resource, field, who) if isinstance(said, str))


def _said(resource: Record, field: str, who: Iterable[str]) -> Iterator[Any]:
    """What the resource says of this field, then what others say, the most trusted first."""
    yield resource.get(field)
    for registry in who:
        yield _record(resource.get(registry)).get(field)


def _record(value: object) -> Record:
    return value if isinstance(value, dict) else {}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _origin(document: Document) -> Origin:
    return Origin(
        title="bioregistry",
        file=shown(document.path.name),
        sha256=document.sha256,
        entries=len(document.content),
    )
