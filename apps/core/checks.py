"""What must be so before the registry does anything."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from apps.core import providers
from apps.core.services import services
from apps.core.stores import store_at


@register()
def the_store_has_an_address(**_: Any) -> list[CheckMessage]:
    """A registry that cannot tell where its files are would fail at the first of them."""
    try:
        store_at(settings.STORAGE_URL, services.store_breaker)
    except ImproperlyConfigured as why:
        return [Error(str(why), id="bdp.E002")]
    return []


@register()
def every_question_has_an_answer(**_: Any) -> list[CheckMessage]:
    """A slice that asks what no slice knows would fail at its first request."""
    return [
        Error(f"No slice knows {provider.question}.", id="bdp.E001")
        for provider in providers.asked
        if not provider.is_answered
    ]
