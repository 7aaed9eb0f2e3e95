"""What the trail can be narrowed to: an actor, an action, an entity, a request, a time."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import admin
from django.http import HttpRequest

from apps.audit.actions import AuditAction
from apps.audit.sentences import spoken
from apps.core.ids import as_uuid
from apps.core.services import services

PERIODS = {
    "1": "the last day",
    "7": "the last week",
    "30": "the last month",
    "365": "the last year",
}


class Action(admin.SimpleListFilter):
    """What was done."""

    title, parameter_name = "action", "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Every action there is."""
        return sorted((action.value, spoken(action.value)) for action in AuditAction)

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of one action."""
        return queryset.filter(action=self.value()) if self.value() else queryset


class Period(admin.SimpleListFilter):
    """When it was done, counted back from now."""

    title, parameter_name = "period", "days"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """How far back."""
        return list(PERIODS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows since then."""
        if self.value() not in PERIODS:
            return queryset
        since = services.clock.now() - timedelta(days=int(self.value() or 0))
        return queryset.filter(created_at__gte=since)


class Day(admin.SimpleListFilter):
    """From a day on, or until its end; typed into the form above the list."""

    template = "admin/no_filter.html"
    later: ClassVar[timedelta]
    lookup: ClassVar[str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One that is not shown: Django asks for it."""
        return [("", "")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """The rows of that time; all, where it is no day."""
        if (day := self.day()) is None:
            return queryset
        instant = datetime.combine(day, time.min, tzinfo=UTC) + self.later
        return queryset.filter(**{self.lookup: instant})

    def day(self) -> date | None:
        """The day that was typed."""
        try:
            return date.fromisoformat(self.value() or "")
        except ValueError:
            return None


class Since(Day):
    title, parameter_name = "since", "since"
    lookup, later = "created_at__gte", timedelta(0)


class Until(Day):
    title, parameter_name = "until", "until"
    lookup, later = "created_at__lt", timedelta(days=1)


class Id(admin.SimpleListFilter):
    """Something by its id, as links name it."""

    template = "admin/no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One that is not shown: Django asks for it."""
        return [("", "")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Its rows; none, where it is no id."""
        if not self.value():
            return queryset
        found: UUID | None = as_uuid(self.value() or "")
        return queryset.filter(**{str(self.parameter_name): found}) if found else queryset.none()


class EntityId(Id):
    title, parameter_name = "entity", "entity_id"


class RequestId(Id):
    title, parameter_name = "request", "request_id"


class UserId(Id):
    title, parameter_name = "actor", "user_id"
