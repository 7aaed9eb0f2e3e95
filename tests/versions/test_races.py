"""What happens when two do it at once: PostgreSQL decides, and the loser is told."""

from functools import partial

import pytest

from apps.audit.models import AuditLog
from apps.core.actor import Actor
from apps.events.models import Event
from apps.versions import commands, queries
from apps.versions.dtos import VersionRef
from apps.versions.errors import AlreadyPublished, DuplicateExternalVersion
from apps.versions.models import VersionState
from tests import builders
from tests.checks import at_once

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture(autouse=True)
def _sprot(committed: None) -> None:
    builders.organization("uniprot")
    builders.source("sprot")


def test_16_drafts_at_once_get_16_numbers(operator: Actor) -> None:
    before = AuditLog.objects.count(), Event.objects.count()
    create = partial(
        commands.create_version, actor=operator, organization="uniprot", source="sprot"
    )

    outcomes = at_once(*[create] * 16)

    numbers = {made.version for made in outcomes if isinstance(made, VersionRef)}
    assert numbers == {f"1.{minor}.0" for minor in range(16)}
    assert (AuditLog.objects.count(), Event.objects.count()) == (before[0] + 16, before[1] + 16)


def test_one_name_goes_to_one_of_8_who_want_it(operator: Actor) -> None:
    create = partial(
        commands.create_version,
        actor=operator,
        organization="uniprot",
        source="sprot",
        external_version="2024_01",
    )

    kinds = [type(outcome) for outcome in at_once(*[create] * 8)]

    assert (kinds.count(VersionRef), kinds.count(DuplicateExternalVersion)) == (1, 7)
    assert len(queries.list_versions("uniprot", "sprot", actor=operator).results) == 1


def test_a_draft_is_published_once(operator: Actor) -> None:
    made = builders.draft("2024_01")
    publish = partial(commands.publish_version, actor=operator, **builders.address(made))

    kinds = [type(outcome) for outcome in at_once(*[publish] * 8)]

    assert (kinds.count(VersionRef), kinds.count(AlreadyPublished)) == (1, 7)
    assert AuditLog.objects.filter(action="publish_version").count() == 1
    assert VersionState.objects.count() == 1
