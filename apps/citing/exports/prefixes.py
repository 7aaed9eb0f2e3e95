"""An extended prefix map of the `curies` library: what the names of organizations stand for.

https://curies.readthedocs.io/en/stable/struct.html. The registry's own addresses are what is always
right: it keeps no other's way of making them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from apps.citing.dtos import Prefix

PREFIX = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")

Named = Sequence[tuple[str, Sequence[str]]]


def prefix_map(named: Named, origin: str) -> list[Prefix]:
    """A record for each slug, with those of the aliases beside it that nobody else is called."""
    taken = Counter(name.casefold() for slug, aliases in named for name in _names(slug, aliases))
    return [
        Prefix(
            prefix=slug,
            uri_prefix=f"{origin}/{slug}/",
            prefix_synonyms=tuple(
                name
                for name in _names(slug, aliases)
                if name != slug and taken[name.casefold()] == 1
            ),
            uri_prefix_synonyms=(f"{origin}/api/v1/sources/{slug}/",),
        )
        for slug, aliases in named
    ]


def _names(slug: str, aliases: Sequence[str]) -> Iterator[str]:
    """Each of the names once, however it is spelled."""
    spelled = {name.casefold(): name for name in [*aliases, slug] if PREFIX.fullmatch(name)}
    return iter(spelled.values())
