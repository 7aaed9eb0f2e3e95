"""Why an endpoint may refuse: what its commands and queries say they raise, and what all do.

The docstring of a use case is the declaration: “Raises `SourceNotFound` or `NotDraft`.”
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import Any

from apps.core.api import Declared
from apps.core.errors import (
    CredentialsInvalid,
    CredentialsRequired,
    DomainError,
    InvalidCursor,
    InvalidRequest,
    NotAllowed,
    PreconditionFailed,
    RequestTooLarge,
    ServiceUnavailable,
)
from apps.core.http import CODES, STATUS, NoSuchAddress
from apps.core.unknown import UnknownParameter
from apps.limiting.errors import RateLimited

UseCase = Callable[..., Any]

RAISES = re.compile(r"\bRaises\b.*?(?=\n\s*\n|\Z)", re.DOTALL)
NAMES = re.compile(r"`(\w+)`")

WORDS: dict[str, object] = {
    "organization": "uniprot", "source": "P01308", "version": "1.4.0", "slug": "uniprot",
    "external_version": "2026_01", "username": "ada", "status": "a draft", "wanted": "yanked",
    "format": "pdb", "held": "It has dat and json.",
    "size": 58_713, "length": 58_713, "found": 20_000,
    "owner": "lab", "name": "insulin-screen",
    "who": "ada", "role": "an owner of “uniprot”", "most": 2_097_152, "why": "It has expired.",
    "count": 2, "first": "uniprot:P01309@1.4.0",
    "webhook": "019be2e4-6d1c-7b12-8f3e-4a5b6c7d8e9f",
    "delivery": "019be2d1-7e02-7c4b-8d1e-5f6a7b8c9d0e",
    "audit_id": "019be2d1-5c40-7a10-8f0e-6d5f5a2b7c01", "which": "at 4,096 leaves",
    "job": "019be2cf-0a4e-7b6d-8c1f-2e3d4c5b6a79",
    "candidates": "1.3.0 as uniprot/swissprot has it or 1.4.0 as uniprot/trembl has it",
    "cycle": "go/go@1.0.0 → lab/paper@1.0.0 → go/go@1.0.0", "drafts": "go/go@1.0.0",
    "quota": 600, "window": "a minute", "seconds": 7,
    "failed": 1, "asked": 12_000, "where": "bdp.yml", "wrong": "“sources” is no object",
    "told": "The first, uniprot:P01309: The registry has no uniprot:P01309.",
    "detail": "name: Ensure this field has no more than 256 characters.",
}  # fmt: skip
TOLD: dict[type[DomainError], str] = {
    UnknownParameter: "There is no parameter “limits” here. Did you mean “limit”?",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One way to be refused: a status, the code that programs read, a sentence for people."""

    status: int
    code: str
    detail: str


NOT_JSON = Refusal(
    status=400,
    code="request.not_json",
    detail="The body is not JSON that can be read: a key stands twice in one object.",
)
OF_ANOTHER_TYPE = Refusal(
    status=415, code=CODES[415], detail="Unsupported media type “text/plain” in request."
)

NO_FILE = Refusal(
    status=415,
    code=CODES[415],
    detail="This takes the bytes of the file themselves, such as `curl --upload-file` sends them.",
)


def refusals(declared: Declared, *, addressed: bool) -> list[Refusal]:
    """Every refusal that the endpoint answers with; `addressed` by what may not be there."""
    errors = [*_of_every_endpoint(declared), *([NoSuchAddress] if addressed else [])]
    linked = [declared.linked.ask] if declared.linked else []
    for use_case in [*use_cases(declared.method), *linked]:
        errors += raised(use_case)
    about_body = [NOT_JSON, OF_ANOTHER_TYPE] if declared.body else []
    about_body += [NO_FILE] if declared.upload else []
    found = {told.code + str(told.status): told for told in map(_told, errors)}
    return sorted([*found.values(), *about_body], key=lambda told: (told.status, told.code))


def use_cases(method: UseCase) -> list[UseCase]:
    """The commands that a door's method dispatches to, or else its queries."""
    rooms = (method.__globals__.get(room) for room in ("commands", "queries"))
    names = [name for name in method.__code__.co_names if not name.startswith("_")]
    by_room = [[getattr(room, name, None) for name in names] for room in rooms]
    commands, queries = ([found for found in room if callable(found)] for room in by_room)
    return commands or queries


def raised(use_case: UseCase) -> list[type[DomainError]]:
    """The errors that a use case says it raises, those of others that it refers to included."""
    told = RAISES.search(getdoc(use_case) or "")
    found = []
    for name in NAMES.findall(told.group()) if told else []:
        if name[0].isupper():
            found.append(_error(name, use_case))
        elif callable(referred := _scope(use_case).get(name)):
            found += raised(referred)
    return found


def explained(use_case: UseCase) -> str:
    """What a use case says of itself beside what it raises."""
    return RAISES.sub("", getdoc(use_case) or "").strip()


def _of_every_endpoint(declared: Declared) -> Iterator[type[DomainError]]:
    yield from (InvalidRequest, UnknownParameter, CredentialsInvalid)
    yield from (RateLimited, ServiceUnavailable)
    if "cursor" in declared.query().fields:
        yield InvalidCursor
    if declared.body:
        yield RequestTooLarge
    if declared.matched:
        yield PreconditionFailed
    if any(hasattr(use_case, "may") for use_case in use_cases(declared.method)):
        yield from (CredentialsRequired, NotAllowed)


def _told(error: type[DomainError]) -> Refusal:
    status = next(status for kind, status in STATUS.items() if issubclass(error, kind))
    detail = TOLD.get(error) or error.message.format_map(WORDS)
    return Refusal(status=status, code=error.code, detail=detail)


def _error(name: str, use_case: UseCase) -> type[DomainError]:
    known: Any = _scope(use_case).get(name)
    found = [known] if known else [e for e in _every(DomainError) if e.__name__ == name]
    if len(found) != 1:
        raise TypeError(f"{use_case.__qualname__} says that it raises {name}, which is no error.")
    return found[0]


def _scope(use_case: Any) -> dict[str, Any]:
    scope: dict[str, Any] = getattr(use_case, "__wrapped__", use_case).__globals__
    return scope


def _every(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for error in kind.__subclasses__():
        yield error
        yield from _every(error)
