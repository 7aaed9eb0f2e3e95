"""A client of the API as its users are: JSON, a token, real middleware."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.test import Client


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: Any
    headers: dict[str, str]


class Api:
    """Speaks to the program in this process: by token, as a user who signed in, or a stranger."""

    base = "/api/v1"

    def __init__(self, token: str | None = None, *, user: Any = None) -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        if user:
            self._client.force_login(user)

    def get(self, path: str, **parameters: Any) -> Answer:
        return self.send("GET", path, query_params=parameters or None)

    def post(self, path: str, body: Any = None) -> Answer:
        return self.send("POST", path, body=body)

    def patch(self, path: str, body: Any) -> Answer:
        return self.send("PATCH", path, body=body)

    def delete(self, path: str, **parameters: Any) -> Answer:
        return self.send("DELETE", path, query_params=parameters or None)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: Any = None,
        raw: bytes | None = None,
        content_type: str = "application/json",
        if_match: str | None = None,
        if_none_match: str | None = None,
        **extra: Any,
    ) -> Answer:
        """Any request; `raw` bytes go as they are, `body` as JSON."""
        conditions = {"If-Match": if_match, "If-None-Match": if_none_match}
        headers = {**self._headers, **{name: tag for name, tag in conditions.items() if tag}}
        data = raw if raw is not None else (orjson.dumps(body) if body is not None else b"")
        address = path if path.startswith("/") else f"{self.base}/{path}"
        sent: dict[str, Any] = {"content_type": content_type} if data else {}
        response = self._client.generic(method, address, data, headers=headers, **sent, **extra)
        kind = response.headers.get("Content-Type", "")
        told = b"".join(response) if response.streaming else response.content
        content = orjson.loads(told) if "json" in kind and told else told
        return Answer(response.status_code, content, dict(response.headers))
