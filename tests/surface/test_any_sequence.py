"""After any sequence of grants, removals and tokens, who was removed can do what strangers can."""

from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from apps.accounts import commands as accounts
from apps.accounts.errors import UserNotFound
from apps.accounts.models import User
from apps.audit.permissions import KINDS, explain
from apps.audit.policy import AUDITORS, CURATORS, Role
from apps.core.actor import Actor
from apps.core.errors import DomainError
from apps.organizations import commands as organizations
from apps.organizations.models import Membership
from tests import builders
from tests.clients import Answer, Api
from tests.surface import world

PLACES = ("uniprot", "pdb")
SCOPES = ("read", "write", "publish", "admin")
BOUNDS: tuple[dict[str, str], ...] = (
    {},
    {"organization": "uniprot"},
    {"source": "uniprot/sprot"},
    {"organization": "pdb"},
)
OPERATOR = builders.BUILDER

# What everybody may read, and what takes a role: a draft, and a change of each kind.
READS = (
    "organizations", "organizations/uniprot", "sources/uniprot/sprot",
    "sources/uniprot/sprot/versions", "sources/uniprot/sprot/versions/2024_01",
    "sources/uniprot/sprot/versions/2024_02", "sources/uniprot/sprot/versions/2024_02/files",
    "sources/uniprot/sprot/versions/2024_02/dependencies", "organizations/uniprot/members",
    "sources/uniprot/sprot/versions/2024_01/dependents", "events?subject=sources/uniprot/sprot",
    "organizations/uniprot/statistics", "search?q=swiss", "jobs",
)  # fmt: skip
WRITES: tuple[tuple[str, str, Any], ...] = (
    ("PATCH", "organizations/uniprot", {"name": "Mine", "reason": "mine"}),
    ("DELETE", "organizations/uniprot?reason=mine", None),
    ("PUT", "organizations/uniprot/members/ada", {"role": "owner"}),
    ("DELETE", "organizations/uniprot/members/lin?reason=mine", None),
    ("POST", "organizations", {"slug": "mine", "name": "Mine"}),
    ("POST", "sources", {"organization": "uniprot", "slug": "mine", "name": "Mine",
                         "source_type": "database"}),
    ("PATCH", "sources/uniprot/sprot", {"name": "Mine"}),
    ("POST", "sources/uniprot/sprot/archive", {"reason": "mine"}),
    ("POST", "sources/uniprot/sprot/versions", {"external_version": "mine"}),
    ("POST", "sources/uniprot/sprot/versions/2024_01/yank", {"reason": "mine"}),
    ("POST", "webhooks", {"url": "https://hooks.example/", "types": [], "organization": "uniprot"}),
    ("POST", "projects", {"name": "mine", "organization": "uniprot"}),
)  # fmt: skip


class Registry(RuleBasedStateMachine):
    """Ada comes and goes; what is hers is undone one way or another, and she tries everything."""

    seen: ClassVar[dict[str, int]] = {}

    def __init__(self) -> None:
        super().__init__()
        self._undo = transaction.savepoint()
        self.tokens: list[str] = []
        self.ada = User.objects.get(username="ada")

    def teardown(self) -> None:
        transaction.savepoint_rollback(self._undo)

    @rule(place=st.sampled_from(PLACES), role=st.sampled_from(list(Role)))
    def grant(self, place: str, role: Role) -> None:
        if self._is_active():
            builders.member("ada", role, of=place)
        else:
            with pytest.raises(UserNotFound):
                builders.member("ada", role, of=place)

    @rule(groups=st.sets(st.sampled_from([CURATORS, AUDITORS])), above=st.booleans())
    def set_groups(self, groups: set[str], above: bool) -> None:
        accounts.set_groups(actor=OPERATOR, username="ada", groups=groups, is_superuser=above)

    @rule(scope=st.sampled_from(SCOPES), bound=st.sampled_from(BOUNDS))
    def make_token(self, scope: str, bound: dict[str, str]) -> None:
        told: Any = {"username": "ada", "scopes": [scope], **bound}
        if self._is_active():
            self.tokens.append(accounts.create_token(actor=OPERATOR, **told).secret)

    @precondition(lambda self: self.tokens)
    @rule(data=st.data(), grace=st.sampled_from([0, 3600]))
    def rotate(self, data: Any, grace: int) -> None:
        program = Api(data.draw(st.sampled_from(self.tokens)))
        found = program.get("me")
        if found.status == 200:
            token = found.body["token"]["id"]
            told = program.post(f"tokens/{token}/rotate", {"grace": grace})
            self.tokens += [told.body["secret"]] if told.status == 201 else []

    @precondition(lambda self: self.tokens)
    @rule(data=st.data(), scope=st.sampled_from(SCOPES))
    def make_a_token_by_token(self, data: Any, scope: str) -> None:
        program = Api(data.draw(st.sampled_from(self.tokens)))
        told = program.post("tokens", {"name": "more", "scopes": [scope]})
        self.tokens += [told.body["secret"]] if told.status == 201 else []

    @rule()
    def come_back(self) -> None:
        accounts.reactivate_user(actor=OPERATOR, username="ada")

    @rule(shut_out=st.booleans())
    def be_removed(self, shut_out: bool) -> None:
        """From everything; and then she tries."""
        for place in PLACES:
            if Membership.objects.filter(organization__slug=place, user=self.ada).exists():
                told: Any = {"organization": place, "username": "ada", "reason": "left"}
                organizations.remove_member(actor=OPERATOR, **told)
        accounts.set_groups(actor=OPERATOR, username="ada", groups=[])
        if shut_out:
            accounts.deactivate_user(actor=OPERATOR, username="ada")
        if self._is_active():
            strangers = {path: _told(Api().get(path)) for path in READS}
            for api in (*map(Api, self.tokens), Api(user=self.ada)):
                _can_do_what_a_stranger_can(api, strangers)
        else:
            answers = {Api(secret).get("organizations").status for secret in self.tokens}
            assert answers <= {401}
            assert Api(user=self.ada).get("me").status == 401
        self._policy_agrees()

    @invariant()
    def nobody_is_without_an_owner(self) -> None:
        for place in PLACES:
            owners = Membership.objects.filter(organization__slug=place, role=Role.OWNER)
            assert owners.count() >= 1

    def _is_active(self) -> bool:
        return User.objects.get(username="ada").is_active

    def _policy_agrees(self) -> None:
        """To the policy itself she is as anybody who signs in."""
        user = User.objects.get(username="ada")
        told: Any = {"label": "ada", "user_id": user.id, "is_superuser": user.is_superuser}
        actor = Actor(request_id=user.id, groups=user.group_names, **told)
        for on in (*PLACES, "uniprot/sprot"):
            allowed = {each.action for each in explain(actor, on) if each.allowed}
            assert allowed == {"read"}
        allowed = {each.action for each in explain(actor, None) if each.allowed}
        assert (
            allowed
            == {"read", "keep_own_tokens", "export_trail"}
            <= {kind.action for kind in KINDS}
        )


def _can_do_what_a_stranger_can(api: Api, strangers: dict[str, Any]) -> None:
    """Unless the token has ended: then not even that."""
    if api.get("me").status == 401:
        return
    for path in READS:
        assert _told(api.get(path)) == strangers[path], path
    for method, path, body in WRITES:
        before = world.changes()
        answer = api.send(method, path, body=body)
        assert answer.status in (403, 404), (method, path, answer.body)
        assert world.changes() == before, (method, path)
    assert api.get("projects").body["results"] == []
    assert api.get("webhooks").body["results"] == []


def _told(answer: Answer) -> tuple[int, Any]:
    return answer.status, answer.body


@pytest.mark.usefixtures("db")
def test_after_any_sequence_a_removed_person_can_do_nothing_that_a_stranger_cannot() -> None:
    world.build()
    builders.person("ada")
    Registry.TestCase.settings = settings(
        max_examples=15,
        stateful_step_count=10,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    Registry.TestCase().runTest()
    with pytest.raises(DomainError):
        organizations.remove_member(
            actor=OPERATOR, organization="uniprot", username="ada", reason="never was"
        )
