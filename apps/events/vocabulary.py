"""The types of events that the registry knows, as its classes have them."""

from collections.abc import Iterator

from apps.events.publishing import PREFIX, Announcement


def classes(base: type[Announcement] = Announcement) -> Iterator[type[Announcement]]:
    """Every class whose events are announced."""
    for derived in base.__subclasses__():
        if "type" in vars(derived):
            yield derived
        yield from classes(derived)


def known_types() -> list[str]:
    """Every type there is, such as `org.bdp.version.published`."""
    return sorted(PREFIX + found.type for found in classes())
