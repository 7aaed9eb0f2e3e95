"""What a change changes: the part of it that is not so already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """The fields that differ, as they were and as they will be."""

    before: dict[str, Any]
    after: dict[str, Any]

    def __bool__(self) -> bool:
        return bool(self.after)

    def apply(self, row: Model) -> list[str]:
        """Set the fields on `row`, and return their names for `update_fields`."""
        for field, value in self.after.items():
            setattr(row, field, value)
        return list(self.after)


def difference(row: Model, wanted: Mapping[str, Any]) -> Difference:
    """What of `wanted` the row does not hold yet."""
    after = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    return Difference(before={field: getattr(row, field) for field in after}, after=after)
