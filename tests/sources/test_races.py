"""What happens when two do it at once: PostgreSQL decides, and the loser is told."""

from functools import partial

import pytest

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.events.models import Event
from apps.organizations import commands as organizations
from apps.organizations.errors import OrganizationHasSources, OrganizationNotFound
from apps.organizations.models import Organization
from apps.sources import commands, queries
from apps.sources.dtos import SourceRef
from apps.sources.errors import DuplicateSlug, SourceHasPublishedVersions, SourceNotFound
from apps.sources.models import Source
from apps.versions import commands as versions
from tests import builders
from tests.checks import at_once

pytestmark = pytest.mark.usefixtures("committed")


def test_spellings_of_one_slug_make_one_source(operator: Actor) -> None:
    builders.organization("uniprot")
    before = AuditLog.objects.count(), Event.objects.count()
    create = partial(
        commands.create_source,
        actor=operator,
        organization="uniprot",
        name="Swiss-Prot",
        source_type="database",
    )

    outcomes = at_once(
        *(partial(create, slug=slug) for slug in ("sprot", "SPROT", "sProt", "SProt"))
    )

    kinds = [type(outcome) for outcome in outcomes]
    assert (kinds.count(SourceRef), kinds.count(DuplicateSlug)) == (1, 3)
    assert len(queries.list_sources(org="uniprot").results) == 1
    assert (AuditLog.objects.count(), Event.objects.count()) == (before[0] + 1, before[1] + 1)


def test_no_source_joins_an_organization_that_goes(operator: Actor) -> None:
    slugs = [builders.organization(f"org-{number}") for number in range(8)]
    goings = [
        partial(organizations.delete_organization, actor=operator, organization=slug)
        for slug in slugs
    ]
    comings = [
        partial(
            commands.create_source,
            actor=operator,
            organization=slug,
            slug="sprot",
            name="Swiss-Prot",
            source_type="database",
        )
        for slug in slugs
    ]

    outcomes = at_once(*goings, *comings)

    for slug, gone, come in zip(slugs, outcomes[:8], outcomes[8:], strict=True):
        stays = Organization.objects.filter(slug=slug).exists()
        assert isinstance(gone, OrganizationHasSources) == stays
        assert isinstance(come, SourceRef) == stays
        assert stays or isinstance(come, OrganizationNotFound)


def test_no_version_is_published_in_a_source_that_goes(operator: Actor) -> None:
    builders.organization("uniprot")
    slugs = [f"sprot-{number}" for number in range(8)]
    drafts = []
    for slug in slugs:
        builders.source(slug)
        drafts.append(builders.address(builders.draft("2024_01", of=f"uniprot/{slug}")))
    goings = [
        partial(commands.delete_source, actor=operator, organization="uniprot", source=slug)
        for slug in slugs
    ]
    publishings = [partial(versions.publish_version, actor=operator, **made) for made in drafts]

    outcomes = at_once(*goings, *publishings)

    for slug, gone, published in zip(slugs, outcomes[:8], outcomes[8:], strict=True):
        if Source.objects.filter(slug=slug).exists():
            assert isinstance(gone, SourceHasPublishedVersions)
        else:
            assert gone is None
            assert isinstance(published, SourceNotFound)
