"""A project as somebody works on it over HTTP."""

from typing import Any

import orjson

from tests.clients import Answer, Api


class Lab:
    """One project of `lab`, made when this is."""

    def __init__(self, api: Api, name: str = "screen", **details: Any) -> None:
        self.api, self.name = api, name
        self.path = f"projects/lab/{name}"
        made = api.post("projects", {"organization": "lab", "name": name, **details})
        assert made.status == 201, made.body

    def uses(self, *sources: str, tools: list[str] | None = None) -> Answer:
        """Say so in the manifest."""
        body = {"sources": list(sources), "tools": tools or []}
        return self.api.send("PUT", f"{self.path}/manifest", body=body)

    def lock(self, **how: Any) -> Answer:
        """Lock what the manifest says."""
        return self.api.send("PUT", f"{self.path}/lock", body=how)

    def locks(self, *sources: str) -> "Lab":
        """Use these, and lock them."""
        assert self.uses(*sources).status == 200
        answer = self.lock()
        assert answer.status == 200, answer.body
        return self

    def reconcile(self) -> Any:
        """What became of it."""
        answer = self.api.post(f"{self.path}/reconcile", {})
        assert answer.status == 200, answer.body
        return answer.body

    def pins(self) -> dict[str, Any]:
        """What became of each pin, by its spec."""
        return {pin["spec"]: pin for pin in self.reconcile()["pins"]}

    def bytes_of(self, address: str = "lock") -> bytes:
        """An answer as it is written, not as it is read."""
        sent = self.api._client.get(
            f"{self.api.base}/{self.path}/{address}", headers=self.api._headers
        )
        return bytes(sent.content)

    def told(self, address: str, **asked: Any) -> Any:
        """What stands below the project."""
        return self.api.get(f"{self.path}/{address}", **asked).body


def written(lock: Any) -> bytes:
    """A lock as it is written down."""
    return orjson.dumps(
        lock, option=orjson.OPT_SORT_KEYS | orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    )
