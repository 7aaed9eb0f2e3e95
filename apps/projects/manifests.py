"""Manifests as projects keep them: read from JSON or YAML, and written as either."""

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from apps.core.documents import Document
from apps.core.rendering import dumps
from apps.projects.dtos import ManifestDetail, WrittenManifest
from apps.resolving import choosing
from apps.resolving.errors import TooManySpecs, Unresolvable
from apps.resolving.queries import MOST_SPECS

YAML = "application/yaml"
STYLES = ("json", "yaml")


def read(
    sources: Sequence[str], tools: Sequence[str], project: Mapping[str, Any] | None
) -> WrittenManifest:
    """A manifest as it is kept, each spec once. One that finds nothing yet is kept too.

    Raises `TooManySpecs`, or `Unresolvable` with every text that is no spec.
    """
    if (asked := len(sources) + len(tools)) > MOST_SPECS:
        raise TooManySpecs(most=MOST_SPECS, asked=asked)
    _, problems = choosing.read([*sources, *tools])
    if problems:
        first = f"The first, “{problems[0].field}”: {problems[0].detail}"
        failed, distinct = len(problems), len({*sources, *tools})
        raise Unresolvable(errors=tuple(problems), failed=failed, asked=distinct, told=first)
    return {
        "project": {name: value for name, value in (project or {}).items() if value},
        "sources": _once(sources),
        "tools": _once(tools),
    }


def detail(kept: Mapping[str, Any]) -> ManifestDetail:
    """What is kept, as it is shown; of a new project that is nothing."""
    return ManifestDetail(
        project=kept.get("project", {}),
        sources=tuple(kept.get("sources", ())),
        tools=tuple(kept.get("tools", ())),
    )


def document(manifest: ManifestDetail, style: str) -> Document:
    """A manifest as JSON, or as a `bdp.yml` that reads the same."""
    if style == "json":
        return Document(content=dumps(manifest), media_type="application/json")
    told = {
        "project": dict(manifest.project),
        "sources": list(manifest.sources),
        "tools": list(manifest.tools),
    }
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1000)
    return Document(content=text.encode(), media_type=YAML)


def _once(specs: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(spec.strip() for spec in specs))
