"""Whose a project is, as addresses write it: an organization's slug or id, or `@username`."""

from typing import Any

from apps.audit.policy import PERSON
from apps.core.actor import Actor
from apps.core.references import named


def owner_of(organization: str | None, actor: Actor) -> str:
    """Who is to own what `actor` makes for an organization, or for themselves if for none."""
    return organization if organization is not None else PERSON + actor.label


def is_person(owner: str) -> bool:
    """Whether it is somebody in person."""
    return owner.startswith(PERSON)


def addressed(owner: str, name: str) -> dict[str, Any]:
    """The filter for the project at `owner`/`name`, each as it is called or by its id."""
    by_name = named(name.lower(), slug="name__lower")
    if is_person(owner):
        return {"owner": owner, **by_name}
    return {**named(owner, slug="owner", id="organization_id"), **by_name}
