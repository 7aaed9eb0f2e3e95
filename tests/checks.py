"""What several tests ask: what an answer says, what a question costs."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

import orjson
from django.db import connections
from django.test.utils import CaptureQueriesContext

from apps.core.errors import DomainError
from apps.core.services import PRIMARY
from tests.clients import Answer, Api

Attempt: TypeAlias = Callable[[], object]

ALWAYS_TOLD = {"type", "title", "status", "detail", "code"}


def refused(answer: Answer, status: int, code: str) -> None:
    """The answer is a problem of this kind, in the form of RFC 9457."""
    assert (answer.status, answer.body.get("code")) == (status, code), answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.body["status"] == status
    assert set(answer.body) - {"errors"} == ALWAYS_TOLD
    assert all(answer.body[told] for told in ALWAYS_TOLD)


def fields(answer: Answer) -> list[str]:
    """The fields that a refusal complains about."""
    errors = answer.body["errors"]
    assert all(set(error) == {"field", "code", "detail"} for error in errors)
    return [error["field"] for error in errors]


def turned(client: Api, address: str, to: str = "next") -> list[Any]:
    """The pages of a list from `address` on, following the `next` or `previous` of each."""
    return list(turning(client, address, to))


def turning(client: Api, address: str, to: str = "next") -> Iterator[Any]:
    """The same, page by page, for who does something in between."""
    parts = urlsplit(address)
    while parts.path:
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        page = client.get(parts.path, **asked)
        assert page.status == 200, page.body
        yield page.body
        parts = urlsplit(page.body[to] or "")


def shown(pages: list[Any], field: str) -> list[list[Any]]:
    """One field of every row, page by page."""
    return [[row[field] for row in page["results"]] for page in pages]


def forged(*parts: object) -> str:
    """A cursor of somebody's own making."""
    return urlsafe_b64encode(orjson.dumps(parts)).decode()


def selects(question: Attempt) -> int:
    """How many SELECTs it takes to answer."""
    with CaptureQueriesContext(connections[PRIMARY]) as captured:
        question()
    return sum(query["sql"].startswith("SELECT") for query in captured)


def broken_rule(refusal: BaseException) -> str:
    """The constraint in PostgreSQL that is behind a refusal; nothing if none is."""
    cause: Any = refusal
    while cause is not None and not hasattr(cause, "diag"):
        cause = cause.__cause__
    return str(cause.diag.constraint_name or "") if cause else ""


def at_once(*attempts: Attempt) -> list[object]:
    """Attempt all in the same moment, each on its own connection: what each returns or refuses.

    Only for tests that commit.
    """
    start = Barrier(len(attempts), timeout=30)

    def run(attempt: Attempt) -> object:
        start.wait()
        try:
            return attempt()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))
