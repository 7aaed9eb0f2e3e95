"""Pages for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.versions.queries import get_statistics


def first_page(request: HttpRequest) -> HttpResponse:
    """What this is, how much it holds, and where to go on."""
    return render(request, "first_page.html", {"statistics": get_statistics()})
