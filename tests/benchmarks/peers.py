"""What the registry is measured against: the same answers, made in two other ways."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from rest_framework import pagination, serializers, viewsets
from rest_framework.renderers import JSONRenderer

from apps.core.rendering import dumps
from apps.core.services import REPLICA, services
from apps.sources.dtos import SourceDetail
from apps.sources.models import Source

COLUMNS = [
    name for name in SourceDetail.__dataclass_fields__ if name not in ("organization", "slug")
]
SELECT = f"""
    SELECT o.slug AS organization, s.slug AS slug, {", ".join(f"s.{name}" for name in COLUMNS)}
      FROM sources_source AS s JOIN organizations_organization AS o ON o.id = s.organization_id
"""  # noqa: S608


class SourceSerializer(serializers.ModelSerializer[Source]):
    organization = serializers.SlugRelatedField[Any](slug_field="slug", read_only=True)

    class Meta:
        model = Source
        fields = ("organization", "slug", *COLUMNS)


class Fifty(pagination.PageNumberPagination):
    page_size = 50


class PeerViewSet(viewsets.ModelViewSet[Source]):
    """DRF as its tutorial has it."""

    queryset = Source.objects.select_related("organization").order_by("slug", "id")
    serializer_class = SourceSerializer
    pagination_class = Fifty
    renderer_classes = (JSONRenderer,)
    lookup_field = "slug"

    def get_object(self) -> Source:
        return self.get_queryset().get(
            organization__slug=self.kwargs["organization"], slug=self.kwargs["slug"]
        )


def floor_one(_request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The least that Django can do for one source."""
    with services.connection(REPLICA).cursor() as cursor:
        cursor.execute(f"{SELECT} WHERE o.slug = %s AND lower(s.slug) = %s", [organization, slug])
        names = [column.name for column in cursor.description]
        row = dict(zip(names, cursor.fetchone(), strict=True))
    return HttpResponse(dumps(row), "application/json")


def floor_list(_request: HttpRequest) -> HttpResponse:
    """The least that Django can do for a page."""
    with services.connection(REPLICA).cursor() as cursor:
        cursor.execute(f"{SELECT} ORDER BY s.slug, s.id LIMIT 51")
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return HttpResponse(dumps({"results": rows[:50]}), "application/json")


urlpatterns = [
    path("api/peer", PeerViewSet.as_view({"get": "list"})),
    path("api/peer/<str:organization>/<str:slug>", PeerViewSet.as_view({"get": "retrieve"})),
    path("api/floor", floor_list),
    path("api/floor/<str:organization>/<str:slug>", floor_one),
    path("", include("bdp.urls")),
]
