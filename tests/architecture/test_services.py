"""What the program depends on is built in one place, and handed out from there."""

from tests.architecture import house

# what is built: by whom alone, and why
BUILT_BY = {
    "CircuitBreaker": {"apps.core.services"},
    "Clock": {"apps.core.services"},
    "store_at": {"apps.core.services", "apps.core.checks"},
    "FolderStore": {"apps.core.stores"},
    "Client": {"apps.ingestion.fetching.web"},  # pure: it knows no Django, hence no registry
    "AsyncClient": set(),
    "ConnectionPool": {"apps.core.outbound"},
    "Outbound": {"apps.core.services"},
}


def _makers(names: set[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {name: set() for name in names}
    for module in house.modules():
        for _, call in module.calls():
            if (name := house.called_name(call)) in names:
                found[name].add(module.name)
    return found


def test_each_service_is_built_in_one_place() -> None:
    assert _makers(set(BUILT_BY)) == BUILT_BY
