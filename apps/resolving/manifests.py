"""Manifests, `bdp.yml`: what a project uses, as people keep it. Pure: text in, specs out.

    project: {name: …, version: …, description: …}
    sources: [uniprot:P01308-fasta@^1.2, …]
    tools: […]

Every scalar is taken as it is written: a version 1.10 stays 1.10. What YAML could do beyond that
(aliases, tags, a key twice) is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

import yaml

MOST_BYTES = 4 * 1024 * 1024
LISTS = ("sources", "tools")
PROJECT = ("name", "version", "description")


class ManifestError(ValueError):
    """A text that is no manifest: in which line, counted from 1, and what is wrong there."""

    def __init__(self, line: int, wrong: str) -> None:
        super().__init__(f"line {line}: {wrong}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a project says it uses."""

    project: dict[str, str]
    sources: tuple[str, ...]
    tools: tuple[str, ...]


NOTHING = Manifest(project={}, sources=(), tools=())


def read(content: bytes) -> Manifest:
    """The manifest that is written so. Raises `ManifestError`."""
    if len(content) > MOST_BYTES:
        raise ManifestError(1, f"a manifest has at most {MOST_BYTES:,} bytes")
    try:
        _refuse_aliases(content)
        root = yaml.compose(content, yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise _unreadable(error) from None
    except RecursionError:
        raise ManifestError(1, "it is nested too deeply") from None
    found = dict(_entries(root, ("project", *LISTS))) if root is not None else {}
    project = dict(_entries(found["project"], PROJECT)) if "project" in found else {}
    sources, tools = (tuple(_texts(found[name])) if name in found else () for name in LISTS)
    told = {name: _text(node) for name, node in project.items()}
    return Manifest(project=told, sources=sources, tools=tools)


def _refuse_aliases(content: bytes) -> None:
    for event in yaml.parse(content, yaml.SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            _refuse(event, f"write it out: aliases such as *{event.anchor} are not followed")


def _entries(node: yaml.Node, known: tuple[str, ...]) -> Iterator[tuple[str, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        _refuse(node, f"expected keys and values, of {', '.join(known)}")
    met = set()
    for key, value in node.value:
        name = _text(key)
        if name not in known:
            _refuse(key, f"there is no “{name}” here; possible are {', '.join(known)}")
        if name in met:
            _refuse(key, f"“{name}” stands here a second time")
        met.add(name)
        yield name, value


def _texts(node: yaml.Node) -> Iterator[str]:
    if isinstance(node, yaml.ScalarNode) and node.value in {"", "null", "~"}:
        return
    if not isinstance(node, yaml.SequenceNode):
        _refuse(node, "expected a list of specs, such as - uniprot:P01308@^1.2")
    for item in node.value:
        yield _text(item)


def _text(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        _refuse(node, "expected a text, such as uniprot:P01308@^1.2")
    return str(node.value)


def _refuse(place: yaml.Node | yaml.Event, wrong: str) -> NoReturn:
    begins: Any = place.start_mark
    raise ManifestError(begins.line + 1, wrong)


def _unreadable(error: yaml.YAMLError) -> ManifestError:
    mark = getattr(error, "problem_mark", None)
    why = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be read"
    return ManifestError(mark.line + 1 if mark else 1, f"this is not YAML: {why}")
