"""What tests begin with, made by the registry itself."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from apps.accounts.commands import create_token, create_user
from apps.accounts.models import ApiToken
from apps.audit.policy import AUDITORS, CURATORS, Role
from apps.core.actor import Actor, Grant
from apps.core.services import Clock, services
from apps.organizations import commands as organizations
from apps.sources import commands as sources
from apps.versions import commands as versions
from apps.versions.dtos import VersionRef

BUILDER = Actor.system("builder")
STRANGER = Actor(request_id=BUILDER.request_id, label="anonymous")
NOBODY_IN_PERSON = {"stranger": STRANGER, "registry": BUILDER}


def person(username: str, groups: Collection[str] = (), *, is_superuser: bool = False) -> Actor:
    """Somebody who works without a token."""
    made = create_user(actor=BUILDER, username=username, groups=groups, is_superuser=is_superuser)
    return Actor(
        request_id=BUILDER.request_id,
        label=username,
        user_id=made.id,
        groups=frozenset(groups),
        is_superuser=is_superuser,
    )


def anybody(who: str, of: str = "uniprot") -> Actor:
    """Whom the table of the policy names, from a "stranger" to a "superuser" and the "registry".

    A role is one in the organization `of`, or else, as of an "owner elsewhere", in `pdb`.
    """
    if who in NOBODY_IN_PERSON:
        return NOBODY_IN_PERSON[who]
    role, elsewhere = who.removesuffix(" elsewhere"), who.endswith(" elsewhere")
    groups = [who] if who in {CURATORS, AUDITORS} else []
    made = person("ada", groups, is_superuser=who == "superuser")
    if role in set(Role):
        member("ada", role, of="pdb" if elsewhere else of)
    return made


def limited(actor: Actor, scope: str, organization: str | None = None) -> Actor:
    """The same person with a token of one scope, and maybe of one organization."""
    made = create_token(
        actor=BUILDER, username=actor.label, scopes=[scope], organization=organization
    )
    return holding(actor, ApiToken.objects.get(id=made.id))


def holding(actor: Actor, token: ApiToken) -> Actor:
    """The same person, who comes with a token."""
    grant = Grant(
        token_id=token.id, scopes=frozenset(token.scopes), organization_id=token.organization
    )
    return replace(actor, grant=grant)


def organization(slug: str = "uniprot", **details: Any) -> str:
    """An organization; returns its slug."""
    organizations.create_organization(actor=BUILDER, slug=slug, **{"name": "UniProt", **details})
    return slug


def member(username: str, role: Any, of: str = "uniprot") -> None:
    """Give a person a role in an organization."""
    organizations.set_member(actor=BUILDER, organization=of, username=username, role=role)


def source(slug: str = "sprot", of: str = "uniprot", **details: Any) -> str:
    """A source of an organization that exists; returns its path below the base."""
    told = {"name": "Swiss-Prot", "source_type": "database", **details}
    sources.create_source(actor=BUILDER, organization=of, slug=slug, **told)
    return f"sources/{of}/{slug}"


def draft(
    name: str | None = None, of: str = "uniprot/sprot", on: str | None = None, **details: Any
) -> VersionRef:
    """A draft of a source, under its publisher's name and of the publisher's day."""
    organization, _, source = of.partition("/")
    day = date.fromisoformat(on) if on else None
    told = {"external_version": name, "release_date": day, **details}
    return versions.create_version(actor=BUILDER, organization=organization, source=source, **told)


def release(
    name: str | None = None, of: str = "uniprot/sprot", on: str | None = None, **details: Any
) -> VersionRef:
    """A published version of a source."""
    made = draft(name, of, on, **details)
    return versions.publish_version(actor=BUILDER, **address(made))


def address(made: VersionRef) -> dict[str, Any]:
    """The keywords by which the commands know a version."""
    return {"organization": made.organization, "source": made.source, "version": made.version}


def stand(made: VersionRef, status: str) -> VersionRef:
    """A published version, brought to another state."""
    if status == "deprecated":
        versions.deprecate_version(actor=BUILDER, **address(made), reason="superseded")
    if status == "yanked":
        versions.yank_version(actor=BUILDER, **address(made), reason="corrupt")
    return made


@contextmanager
def at(instant: datetime) -> Iterator[None]:
    """The block happens at this instant."""
    with services.replaced(clock=Clock(lambda: instant)):
        yield
