"""What the program depends on is built in one place, and handed out from there."""

from tests.architecture import house

# what is built: by whom alone, and why
BUILT_BY = {
    "CircuitBreaker": {"apps.core.services"},
    "Clock": {"apps.core.services"},
    "store_at": {"apps.core.services", "apps.core.checks"},
    "FolderStore": {"apps.core.stores"},
    "Client": set(),  # `services.http_client` makes them
    "Signer": set(),  # `services.signer` makes it
    "AsyncClient": set(),
    "ConnectionPool": {"apps.core.outbound"},
    "TrailKey": {"apps.core.services"},
    "Outbound": {"apps.core.services"},
}

# who reads settings: why
READERS = {
    "apps.core.services": "here they become what the program depends on",
    "apps.core.checks": "says whether they are of use, before anything is built",
    "apps.core.caching": "Django's own name of its cookie",
    "apps.core.rendering": "Django's own bound of a body",
    "apps.organizations.models": "Django's own name of who signs in",
    "apps.projects.models": "the same",
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


def test_settings_are_read_in_one_place() -> None:
    readers = {
        module.name
        for module in house.modules()
        if module.name.startswith("apps.") and "from django.conf" in module.text
    }
    assert readers == set(READERS)
