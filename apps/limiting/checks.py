"""What must be so of the limits before the registry answers anybody."""

from typing import Any

from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from apps.core.services import services
from apps.limiting.policies import policies


@register()
def the_limits_can_be_read(**_: Any) -> list[CheckMessage]:
    """A limit that is misspelled would be none, or another."""
    try:
        policies(services.rate_limits)
    except ImproperlyConfigured as why:
        return [Error(str(why), id="bdp.E003")]
    return []
