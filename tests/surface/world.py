"""Two organizations alike, a visitor at home in one of them, and what the visitor meets."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F

from apps.accounts.models import ApiToken, User
from apps.audit.models import Leaf
from apps.biology.models import Record
from apps.core.services import services
from apps.events.models import Delivery, Event
from apps.events.subscriptions import subscribe
from apps.ingestion.models import Job
from apps.organizations.models import Organization
from apps.projects import commands as projects
from apps.projects.models import Reconciliation
from apps.versions.queries import find_version
from apps.webhooks.models import Webhook
from tests import builders
from tests.audit import trail
from tests.clients import Answer, Api
from tests.conftest import make_token
from tests.records import record
from tests.releases import ingest
from tests.surface.policy import ROLES, Trial, Visitor, outcome
from tests.surface.trials import TRIALS

PROTEIN, JOB = "P00001", UUID(int=11)
# the ids of each place's webhook and of its one delivery
WEBHOOKS = {
    place: {"webhook_id": UUID(int=number), "delivery_id": UUID(int=number + 1)}
    for place, number in (("home", 21), ("abroad", 31))
}
PLACES = {"home": "uniprot", "abroad": "pdb"}
DONE = {200, 201, 204, 409}  # 409: let pass by the policy, refused by the state of things


@dataclass(frozen=True, kw_only=True, eq=False)
class Asked:
    """One trial at one address, in a place."""

    operation: str
    place: str
    trial: Trial

    def promised(self, visitor: Visitor) -> str:
        """What the contract says about it."""
        in_source = "{source}" in self.operation
        return outcome(visitor, self.trial, self.place, in_source=in_source)

    @property
    def told(self) -> str:
        """What a failed test calls it."""
        what = f" {orjson.dumps(self.trial.body).decode()}" if self.trial.body else ""
        return f"{self.operation} {self.place} {self.trial.version}{what}"


def build() -> None:
    """Both organizations, each with a source, its versions in every state, and two members.

    In one of them a release of one protein came in, as a job tells. Each 2024_01 holds
    its record.
    """
    builders.person("zoe")
    builders.person("lin")
    for organization in PLACES.values():
        source = f"{builders.organization(organization)}/sprot"
        builders.source("sprot", of=organization)
        builders.stand(builders.release("2023_12", source), "yanked")
        builders.release("2024_01", source)
        builders.draft("2024_02", source)
        builders.member("lin", "owner", of=organization)
        builders.member("zoe", "member", of=organization)
    make_token("zoe")
    for place, organization in PLACES.items():
        _be_told(organization, **WEBHOOKS[place])
    ingest(record(PROTEIN))
    for owner in PLACES.values():
        work_on_a_project(owner)
    _hold_a_record("2024_01")
    Job.objects.create(
        id=JOB, kind="ingest", subject_label="uniprot/swissprot 2026_01", status="succeeded",
        started_at=services.clock.now(), heard_from_at=services.clock.now(),
    )  # fmt: skip
    trail.seal()


def welcome(visitor: Visitor, name: str = "ada") -> Api:
    """Let a visitor in, as the API knows them."""
    if visitor.who == "anonymous":
        return Api()
    groups = [visitor.who] if visitor.who in {"curator", "auditor"} else []
    builders.person(name, groups, is_superuser=visitor.who == "superuser")
    if visitor.who in ROLES:
        builders.member(name, visitor.who, of=PLACES["home"])
    return Api(token_of(visitor, name)) if visitor.scope else in_person(name)


def token_of(visitor: Visitor, name: str) -> str:
    """A token, used before: when it is next used is no change that a test should see."""
    home = PLACES["home"]
    bounds = {
        None: {},
        "organization": {"organization": home},
        "source": {"source": f"{home}/sprot"},
    }
    secret = make_token(name, visitor.scope or "admin", **bounds[visitor.bound])
    assert Api(secret).get("organizations").status == 200
    return secret


def in_person(name: str) -> Api:
    """Somebody who signed in by form, and has a token lying about."""
    make_token(name)
    return Api(user=User.objects.get(username=name))


def everything() -> Iterator[Asked]:
    """Every trial of every operation, at home and abroad where that is not the same."""
    for operation, trials in TRIALS.items():
        for trial in trials:
            told = f"{operation} {trial.body}"
            apart = ("{organization}", "{owner}", "{token_id}", "{webhook_id}")
            both = any(part in told for part in apart)
            for place in PLACES if both else ["home"]:
                yield Asked(operation=operation, place=place, trial=trial)


def attempt(asked: Asked, api: Api, name: str = "ada") -> Answer:
    """Ask, and undo what was done."""
    return undone(asking(asked, api, name))


def asking(asked: Asked, api: Api, name: str = "ada") -> Callable[[], Answer]:
    """A trial as a question, ready to be put; `name` is whose own things stand at home."""
    method, route = asked.operation.split()
    at: dict[str, object] = {
        "organization": PLACES[asked.place],
        "owner": PLACES[asked.place],
        "name": "screen",
        "reconciliation_id": _a_reconciliation(PLACES[asked.place]),
        "source": "sprot",
        "version": asked.trial.version,
        "username": "zoe",
        "accession": PROTEIN,
        "job_id": JOB,
        "audit_id": Leaf.objects.get(leaf_index=0).audit_id,
        "format": "dat",
        "sha256": sha256(b"").hexdigest(),
        **WEBHOOKS[asked.place],
        "token_id": _a_token(name if asked.place == "home" else "zoe"),
    }
    sent: dict[str, Any] = {"body": filled(asked.trial.body, at), "raw": asked.trial.raw}
    return partial(api.send, method, route.format(**at) + asked.trial.asks, **sent)


def filled(body: Mapping[str, object] | None, at: Mapping[str, object]) -> dict[str, Any] | None:
    """What a trial sends, with the names of where it is tried."""
    if body is None:
        return None
    texts = {name: value.format(**at) for name, value in body.items() if isinstance(value, str)}
    return {**body, **texts}


def undone(ask: Callable[[], Answer]) -> Answer:
    """The answer to a question whose effects are undone."""
    before = transaction.savepoint()
    try:
        return ask()
    finally:
        transaction.savepoint_rollback(before)


def met(answer: Answer) -> str:
    """What became of it: `done`, or the status of the refusal."""
    return "done" if answer.status in DONE else str(answer.status)


def changes() -> int:
    """How many rows this transaction has touched in any table, rolled back or not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        )
        return int(cursor.fetchone()[0])


def _hold_a_record(version: str) -> None:
    """Let this version of every `sprot` have files: those of the one record there is."""
    held = Record.objects.get()
    for organization in PLACES.values():
        held.pk = find_version(organization, "sprot", version).id
        held.save(force_insert=True)


def _be_told(organization: str, *, webhook_id: UUID, delivery_id: UUID) -> None:
    """A webhook of an organization, and what was delivered to it."""
    now = services.clock.now()
    Webhook.objects.create(
        id=webhook_id, organization=Organization.objects.get(slug=organization),
        url="https://hooks.example/", secret=services.signer.new_secret(), created_at=now,
        updated_at=now,
    )  # fmt: skip
    name = str(webhook_id)
    subscribe(sender="webhook", name=name, organization=organization, made_as=webhook_id)
    event = Event.objects.filter(organization=organization).earliest("id")
    Delivery.objects.create(
        id=delivery_id, subscription_id=webhook_id, event=event, position=0,
        subject=event.subject, state="done", ended_at=now,
    )  # fmt: skip


def work_on_a_project(owner: str = "uniprot") -> None:
    """Let an organization have a project that was locked, uses more since, and was reconciled."""
    mine: Any = {"actor": builders.BUILDER, "owner": owner, "name": "screen"}
    projects.create_project(**mine)
    sources = [f"{owner}:sprot", f"{owner}:sprot@1"]
    for said in (sources[:1], sources):
        manifest: Any = {"project": {}, "sources": said, "tools": []}
        projects.update_project(**mine, manifest=manifest)
        if said != sources:
            projects.lock_project(**mine)
    projects.reconcile_project(**mine)


def _a_reconciliation(owner: str) -> UUID:
    made = Reconciliation.objects.filter(project__owner=owner, reconciled_by="builder")
    return made.values_list("id", flat=True)[0]


def _a_token(username: str) -> UUID:
    """A token of somebody, which holds if one does; of somebody without, an id that nobody has."""
    holds_first = (F("revoked_at").asc(nulls_first=True), "created_at")
    tokens = ApiToken.objects.filter(user__username=username).order_by(*holds_first)
    return tokens.values_list("id", flat=True).first() or UUID(int=7)
