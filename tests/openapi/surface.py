"""Every operation of the published schema, at the address of its examples."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator

BASE = "/api/v1/"


@dataclass(frozen=True)
class Operation:
    """One operation, ready to be sent."""

    name: str
    method: str
    path: str
    told: dict[str, Any]

    def __str__(self) -> str:
        return self.name

    @property
    def parameters(self) -> set[str]:
        """The parameters that its query takes."""
        told = self.told.get("parameters", ())
        return {parameter["name"] for parameter in told if parameter["in"] == "query"}

    @property
    def fields(self) -> set[str]:
        """The fields that its body takes."""
        body = self.told["requestBody"]["content"]["application/json"]["schema"]
        component = body.get("$ref", "").rpartition("/")[2]
        return set((schema()["components"]["schemas"].get(component) or body)["properties"])

    @property
    def takes_a_body(self) -> bool:
        """Whether it reads one."""
        return "requestBody" in self.told

    @property
    def takes_json(self) -> bool:
        """Whether that is JSON, and not the bytes of a file."""
        return "application/json" in self.told.get("requestBody", {}).get("content", {})


@cache
def schema() -> dict[str, Any]:
    """The published schema."""
    made: dict[str, Any] = SchemaGenerator().get_schema(public=True)
    return made


@cache
def operations() -> tuple[Operation, ...]:
    """All of them."""
    return tuple(
        Operation(
            name=told["operationId"],
            method=method.upper(),
            path=_filled(path, told).removeprefix(BASE),
            told=told,
        )
        for path, methods in schema()["paths"].items()
        for method, told in methods.items()
    )


def that(**wanted: Any) -> list[Operation]:
    """Those whose `parameters` hold what is wanted, and whose other attributes equal it."""
    parameter = wanted.pop("parameter", None)
    return [
        found
        for found in operations()
        if parameter in {None, *found.parameters}
        and all(getattr(found, name) == value for name, value in wanted.items())
    ]


def _filled(path: str, told: dict[str, Any]) -> str:
    examples = {
        part["name"]: part["example"] for part in told.get("parameters", ()) if part["in"] == "path"
    }
    return path.format(**examples)
