"""Long lists on a page of one thing: the beginning, and how much there is beyond."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

MOST_SHOWN = 100


def beginning(lines: Sequence[str], page: str) -> SafeString | str:
    """The first hundred, and where the rest is shown."""
    if not lines:
        return "none"
    shown = format_html_join("", "<div>{}</div>", ((line,) for line in lines[:MOST_SHOWN]))
    if (over := len(lines) - MOST_SHOWN) <= 0:
        return shown
    return format_html('{}<div><a href="{}">and {} more</a></div>', shown, page, over)
