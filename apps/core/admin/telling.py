"""What is shown once, in the answer to who made it: it is kept in no message and no cookie."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse


def tell_once(admin: Any, request: HttpRequest, obj: Any, secret: str) -> HttpResponse:
    """A page with a secret, and the way on to the page of what it belongs to."""
    context = {
        **admin.admin_site.each_context(request),
        "title": "Shown only now",
        "opts": admin.opts,
        "original": obj,
        "named": admin.named(obj),
        "secret": secret,
    }
    request.current_app = admin.admin_site.name
    answer = TemplateResponse(request, "admin/told_once.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
