"""The form of a lock. Pure: what it holds comes in, bytes come out, always the same.

Its canonical form is JSON in UTF-8 with sorted keys and no blanks, as RFC 8785 has it for texts and
whole numbers; `checksum` is over that form of everything else. A lock is written with the same keys
in the same order, indented by two, so that its changes can be read line by line.

`dependencies_checksum` is over the list that `…/dependencies` gives, one line for each, sorted by
bytes: source, version and kind, with tabs between them and a newline at the end.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import orjson

from apps.files.dtos import File
from apps.resolving.dtos import At, Dependencies, Fact, LockedFile, Pin

SCHEME = "sha256-"
CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
WRITTEN = CANONICAL | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
NO_DEPENDENCIES = Dependencies(count=0, checksum="")
LOCKFILE_VERSION = 1


def pin(
    fact: Fact, files: Sequence[File], wanted: str | None, dependencies: Dependencies
) -> dict[str, Any]:
    """What a lock says of a version, and of the file in the format that is `wanted`."""
    held = {file.format: _locked(fact, file) for file in files}
    form = wanted or (next(iter(held)) if len(held) == 1 else None)
    only = held.get(form or "")
    several = len(held) > 1 and wanted is None
    told = Pin(
        resolved=fact.label,
        external_version=fact.external_version,
        effective_date=fact.effective_date,
        format=form,
        checksum=only.checksum if only else None,
        size=only.size if only else None,
        path=only.path if only else None,
        license=fact.license,
        status=fact.status,
        dependency_count=dependencies.count,
        dependencies_checksum=f"{SCHEME}{dependencies.checksum}" if dependencies.count else None,
        files=held if several else None,
    )
    plain: dict[str, Any] = orjson.loads(orjson.dumps(told))
    return plain if several else {name: plain[name] for name in plain if name != "files"}


def written(
    at: At,
    sources: Mapping[str, dict[str, Any]],
    tools: Mapping[str, dict[str, Any]],
    dependencies: Mapping[str, dict[str, Any]],
) -> bytes:
    """A whole lock, as it is sent and as it is kept."""
    rest: dict[str, Any] = {
        "lockfile_version": LOCKFILE_VERSION,
        "as_of": at.as_of,
        "known_at": at.known_at,
        "sources": sources,
        "tools": tools,
        "dependencies": dependencies,
    }
    return orjson.dumps({**rest, "checksum": checksum_of(rest)}, option=WRITTEN)


def checksum_of(lock: Mapping[str, Any]) -> str:
    """The checksum of everything in a lock but its checksum."""
    rest = {name: told for name, told in lock.items() if name != "checksum"}
    return SCHEME + sha256(orjson.dumps(rest, option=CANONICAL)).hexdigest()


def _locked(fact: Fact, file: File) -> LockedFile:
    return LockedFile(
        checksum=f"{SCHEME}{file.sha256}",
        size=file.size_bytes,
        path=f"{fact.subject}/files/{file.format}",
    )
