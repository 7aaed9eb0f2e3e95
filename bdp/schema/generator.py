"""The published schema, made once by each process: it depends on nothing but the program."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator


class PublishedGenerator(SchemaGenerator):
    """Makes the same schema for everybody, and makes it once."""

    def get_schema(self, request: Any = None, public: bool = False) -> Any:  # noqa: FBT001, FBT002
        """The whole schema, whoever asks."""
        return _made()


@cache
def _made() -> Any:
    return SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
