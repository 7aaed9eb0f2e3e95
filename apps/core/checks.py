"""What must be so before the registry does anything."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from apps.core import providers


@register()
def every_question_has_an_answer(**_: Any) -> list[CheckMessage]:
    """A slice that asks what no slice knows would fail at its first request."""
    return [
        Error(f"No slice knows {provider.question}.", id="bdp.E001")
        for provider in providers.asked
        if not provider.is_answered
    ]
