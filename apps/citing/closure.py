"""Which licences a lock brings together, and on which way each comes into it. Pure."""

from collections.abc import Hashable, Iterable, Iterator, Mapping

from apps.citing.dtos import Brought, Flag, FoundLicense, Licensed, LockLicenses
from apps.citing.licences import FLAGGED, terms_of

MOST_WAYS = 1_000
Key = Hashable  # of a version, or of members of a release that bear the same
Way = tuple[Key, ...]


def licences(
    bearers: Mapping[Key, Licensed],
    needed: Iterable[tuple[Key, Key]],
    asked: Mapping[Key, str],
) -> LockLicenses:
    """Every licence of the versions that a lock pins; by name, what nobody told last.

    `needed` says which requires which, `asked` the spec of each that was asked for itself.
    """
    by_licence: dict[str | None, list[Way]] = {}
    for way in _ways(bearers, needed, asked):
        by_licence.setdefault(bearers[way[-1]].license, []).append(way)
    ordered = sorted(by_licence, key=lambda licence: (licence is None, licence or ""))
    found = tuple(_found(licence, by_licence[licence], bearers, asked) for licence in ordered)
    return LockLicenses(licenses=found, flags=tuple(_flags(found)))


def _ways(
    bearers: Mapping[Key, Licensed],
    needed: Iterable[tuple[Key, Key]],
    asked: Mapping[Key, str],
) -> Iterator[Way]:
    """The shortest way to each version, shorter ones first.

    It begins at a version that a spec asked for; at the version itself, where no such way exists.
    """
    needs: dict[Key, list[Key]] = {}
    for version, another in needed:
        needs.setdefault(version, []).append(another)
    ordered = sorted(bearers, key=lambda key: bearers[key].address)
    place = {key: n for n, key in enumerate(ordered)}
    seen = set(asked)
    now: list[Way] = [(key,) for key in ordered if key in seen]
    while now:
        yield from now
        after: list[Way] = []
        for way in now:
            fresh = [key for key in needs.get(way[-1], ()) if key not in seen]
            seen |= set(fresh)
            after += [(*way, key) for key in sorted(fresh, key=place.__getitem__)]
        now = after
    yield from ((key,) for key in ordered if key not in seen)


def _found(
    licence: str | None,
    ways: list[Way],
    bearers: Mapping[Key, Licensed],
    asked: Mapping[Key, str],
) -> FoundLicense:
    terms = terms_of(licence)
    return FoundLicense(
        license=licence,
        known=terms.known,
        forbids=tuple(sorted(terms.forbids)),
        asks=tuple(sorted(terms.asks)),
        versions=sum(bearers[way[-1]].versions for way in ways),
        brought_by=tuple(_brought(way, bearers, asked) for way in ways[:MOST_WAYS]),
    )


def _brought(way: Way, bearers: Mapping[Key, Licensed], asked: Mapping[Key, str]) -> Brought:
    """A way as it is written: the spec, and the versions from the one it chose to the bearer."""
    addresses = tuple(bearers[key].address for key in way)
    spec = asked.get(way[0])
    path = (spec, *addresses) if spec else addresses
    bearer = bearers[way[-1]]
    return Brought(path=path, note=bearer.note, versions=bearer.versions)


def _flags(found: Iterable[FoundLicense]) -> Iterator[Flag]:
    for each in found:
        if each.license is not None and FLAGGED.intersection(each.forbids):
            yield Flag(
                license=each.license, forbids=each.forbids, versions=each.versions,
                brought_by=each.brought_by,
            )  # fmt: skip
