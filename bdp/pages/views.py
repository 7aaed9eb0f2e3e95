"""The pages themselves: each asks what the API asks, and hands it to its template."""

from contextlib import suppress
from typing import Any

from django.http import HttpResponse

from apps.biology.queries import get_changelog, get_parsed_record
from apps.citing.queries import get_citation, get_source_description, get_version_description
from apps.core.actor import Actor
from apps.dependencies.queries import list_dependencies, list_dependents
from apps.files.queries import list_files
from apps.organizations.queries import get_organization, list_organization_history
from apps.sources.queries import get_source, list_source_history, list_sources
from apps.versions.dtos import VersionDetail
from apps.versions.errors import VersionNotFound
from apps.versions.queries import (
    count_releases,
    get_organization_statistics,
    get_statistics,
    get_version,
    list_newest_releases,
    list_version_history,
    list_versions,
)
from bdp.pages.addresses import page_of, spec
from bdp.pages.answers import Shown, moved, page
from bdp.pages.asked import TYPES, Question
from bdp.pages.remembered import lately
from bdp.pages.timelines import timeline

NEWEST, LINES, VERSIONS, EVENTS, DEPENDENTS = 8, 50, 30, 10, 10


@page("pages/first.html")
def first_page(_: Question) -> Shown:
    """What this is, how much it holds, and what came last."""
    statistics = lately(("registry",), get_statistics)
    return Shown(
        content={"statistics": statistics, "newest": list_newest_releases(limit=NEWEST)}, at="/"
    )


@page("pages/organization.html")
def organization(asked: Question, organization: str) -> Shown | HttpResponse:
    """One organization: what it says of itself, its sources, and what was done to it."""
    found = get_organization(organization.lower())
    if found.slug != organization:
        return moved(asked.request, page_of(found.slug))
    sources = list_sources(
        org=found.slug,
        type=asked.source_type(),
        q=asked.text("q") or None,
        **asked.window(LINES),
    )
    history = list_organization_history(found.slug, **asked.window(EVENTS, cursor="history"))
    statistics = _statistics(found.slug, asked.actor)
    told = {"sources": sources, "history": history, "statistics": statistics}
    published = statistics.versions.total - statistics.versions.by_status.get("draft", 0)
    return Shown(content={"organization": found, "published": published, "types": TYPES, **told})


@page("pages/source.html")
def source(asked: Question, organization: str, source: str) -> Shown | HttpResponse:
    """One source: what it is, its releases in time, and the newest of them."""
    found = get_source(organization.lower(), source)
    at = (found.organization, found.slug)
    if at != (organization, source):
        return moved(asked.request, page_of(*at))
    since, until = asked.day("since"), asked.day("until")
    versions = list_versions(
        *at, actor=asked.actor, released_since=since, released_until=until, **asked.window(VERSIONS)
    )
    whom: Any = {"actor": asked.actor, "origin": asked.origin}
    latest = _latest(*at, actor=asked.actor)
    told = {
        "organization": get_organization(found.organization),
        "linked": get_source_description(*at, **whom),
        "cited": latest
        and get_citation(*at, latest.version, actor=asked.actor, origin=asked.origin),
        "versions": versions,
        "since": since,
        "until": until,
        "timeline": timeline(count_releases(*at)),
        "latest": latest,
        "dependents": latest
        and list_dependents(*at, latest.version, actor=asked.actor, limit=DEPENDENTS),
        "spec": latest and spec(*at, f"^{latest.version.partition('.')[0]}"),
        "history": list_source_history(*at, **asked.window(EVENTS, cursor="history")),
    }
    return Shown(content={"source": found, **told})


@page("pages/version.html")
def version(asked: Question, organization: str, source: str, version: str) -> Shown | HttpResponse:
    """One version: how it stands, what is in it, what changed, and how to cite it."""
    try:
        found = get_version(organization.lower(), source, version, actor=asked.actor)
    except VersionNotFound:
        if not version.endswith("/"):
            raise
        return moved(asked.request, page_of(organization, source, version.rstrip("/")))
    at = (found.organization, found.source)
    if at != (organization, source):
        return moved(asked.request, page_of(*at, version))
    return Shown(content=_told(asked, found), at=page_of(*at, found.version))


def _told(asked: Question, found: VersionDetail) -> dict[str, Any]:
    at = (found.organization, found.source, found.version)
    members = list_dependencies(
        *at,
        actor=asked.actor,
        q=asked.text("q") or None,
        **asked.window(LINES),
    )
    return {
        "version": found,
        "spec": spec(*at),
        "spec_named": spec(*at[:2], found.external_version or ""),
        "sought": asked.text("q"),
        **({} if found.status == "draft" else _described(asked, *at)),
        "source": get_source(*at[:2]),
        "changelog": get_changelog(*at, actor=asked.actor).content,
        "members": members,
        "kinds": {each.kind for each in members.results} - {"member"},
        "files": list_files(*at, actor=asked.actor).results,
        "protein": get_parsed_record(found.id),
        "history": list_version_history(
            *at, actor=asked.actor, **asked.window(EVENTS, cursor="history")
        ),
    }


def _described(asked: Question, *at: str) -> dict[str, Any]:
    """A published version as others read it: for people who cite it, and for search engines."""
    organization, source, version = at
    whom: Any = {"actor": asked.actor, "origin": asked.origin}
    linked = get_version_description(organization, source, version, **whom)
    held_by = [
        (each["name"], each["@id"].removeprefix(asked.origin))
        for each in linked.get("isPartOf", ())
    ]
    return {
        "cited": get_citation(organization, source, version, **whom),
        "linked": linked,
        "held_by": held_by[::-1],
    }


def _latest(organization: str, source: str, *, actor: Actor) -> VersionDetail | None:
    with suppress(VersionNotFound):
        return get_version(organization, source, "latest", actor=actor)
    return None


def _statistics(organization: str, actor: Actor) -> Any:
    """Drafts count for those who see them, so what is counted for strangers is for them alone."""
    if actor.user_id is not None:
        return get_organization_statistics(organization, actor=actor)
    return lately(
        ("organization", organization),
        lambda: get_organization_statistics(organization, actor=actor),
    )
