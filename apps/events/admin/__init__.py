"""What happened, and whom it was told, as curators see it.

Jobs have no page of their own: Procrastinate's would write past commands, and counts every row.
"""

from django.contrib import admin
from procrastinate.contrib.django import admin as _registers_first  # noqa: F401
from procrastinate.contrib.django.models import ProcrastinateJob

from apps.events.admin import deliveries, events  # noqa: F401  they register themselves

admin.site.unregister(ProcrastinateJob)
