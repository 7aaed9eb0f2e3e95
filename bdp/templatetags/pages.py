"""What templates need to show values: links, sizes, sequences, words."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from apps.projects.dtos import ReconciledPin
from bdp.pages import addresses, asked
from bdp.pages.words import ACTIONS, matched

register = template.Library()

LINE, BLOCK = 60, 10
UNITS = ("B", "kB", "MB", "GB", "TB")
# what would end a script element, or begin another (https://html.spec.whatwg.org/#restrictions-for-contents-of-script-elements)
INERT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.simple_tag
def page_of(*parts: str) -> str:
    """The address of an organization, a source or a version."""
    return addresses.page_of(*parts)


@register.filter
def page_of_spec(spec: str) -> str:
    """The address of what a spec or `organization/source` means."""
    return addresses.page_of_spec(spec)


@register.simple_tag(takes_context=True)
def turned(context: template.Context, parameter: str, cursor: str) -> str:
    """The present question on another page of its list."""
    changed: dict[str, Any] = {parameter: cursor}
    return asked.again(context["request"], **changed)


@register.filter
def outwards(address: str | None) -> SafeString | str:
    """A link that leaves the registry; what is no address of the web stays a text."""
    if not address or not address.startswith(("https://", "http://")):
        return address or ""
    shown = address.partition("://")[2].rstrip("/")
    return format_html('<a href="{}" rel="nofollow noopener">{}</a>', address, shown)


@register.filter
def size(count: int) -> str:
    """46615 as 46.6 kB."""
    figure, unit = float(count), 0
    while figure >= 999.5 and unit < len(UNITS) - 1:  # noqa: PLR2004  rounded, it is 1000
        figure, unit = figure / 1000, unit + 1
    return f"{figure:.3g} {UNITS[unit]}" if unit else f"{count} B"


@register.filter
def residues(sequence: str) -> list[tuple[int, str]]:
    """A sequence in lines of sixty, in blocks of ten, each with the place of its first residue."""
    lines = (sequence[at : at + LINE] for at in range(0, len(sequence), LINE))
    return [
        (number * LINE + 1, " ".join(line[at : at + BLOCK] for at in range(0, len(line), BLOCK)))
        for number, line in enumerate(lines)
    ]


@register.filter
def as_text(content: bytes) -> str:
    """The text that a document is."""
    return content.decode().strip()


@register.filter
def deed(action: str) -> str:
    """An action of the trail as what somebody did."""
    return ACTIONS.get(action) or action.replace("_", " ")


@register.filter
def because(hit: Any) -> str:
    """Why search shows a hit."""
    return matched(hit.matched, hit.score)


@register.filter
def differences(metadata: Any) -> list[tuple[str, Any, Any]]:
    """Each field that a change touched, with what it was and what it is."""
    before, after = (metadata.get(when) or {} for when in ("before", "after"))
    names = dict.fromkeys([*before, *after])
    return [(name, before.get(name), after.get(name)) for name in names]


@register.filter
def told(value: Any) -> str:
    """A value of the trail in a line."""
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


@register.filter
def members_beyond(pin: ReconciledPin, shown: int) -> int:
    """How many members of a release moved beside those that are shown."""
    return len(pin.members or ()) + (pin.members_left_out or 0) - shown


@register.filter
def data_block(linked: Any) -> SafeString:
    """JSON that can stand in a script element, whatever texts are in it."""
    return mark_safe(json.dumps(linked, ensure_ascii=False).translate(INERT))  # noqa: S308 # nosec B308, B703
