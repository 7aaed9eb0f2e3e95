"""Projects, and what they have, by the thousand, put straight into the tables."""

from datetime import timedelta
from random import Random

from django.db.models import Model

from apps.projects.models import Project, ProjectLock, Reconciliation
from tests.surface.rows import START, Make, Rows, done_to, instant, of, times, uuid


def _projects() -> Make:
    uniprot = of("uniprot")

    def make(dice: Random) -> Model:
        return Project(
            id=uuid(dice), organization=uniprot, owner_id=uniprot.id, owner="uniprot",
            name=f"p{dice.getrandbits(60):x}",
            watch=dice.random() < 0.5, **times(dice),
        )  # fmt: skip

    return make


def _locks() -> Make:
    project = _screen()
    content = ProjectLock.objects.get(project=project, number=1).content_id

    def make(dice: Random) -> Model:
        return ProjectLock(
            id=uuid(dice), project=project, number=dice.randrange(2, 2**31), content_id=content,
            checksum="sha256-0", pins=0, added=0, changed=0, removed=0, difference=[],
            locked_by="ada", created_at=instant(dice),
        )  # fmt: skip

    return make


def _reconciliations() -> Make:
    project = _screen()
    lock = ProjectLock.objects.get(project=project, number=1)

    def make(dice: Random) -> Model:
        return Reconciliation(
            id=uuid(dice), project=project, lock=lock, in_sync=dice.random() < 0.5, counts={},
            pins=[], reconciled_by="ada", created_at=START + timedelta(days=dice.randrange(20)),
        )  # fmt: skip

    return make


def _screen() -> Project:
    return Project.objects.get(owner="uniprot", name="screen")


PROJECTS = Rows(maker=_projects)
LOCKS = Rows(maker=_locks)
RECONCILIATIONS = Rows(maker=_reconciliations)
TRAIL = done_to(_screen)
