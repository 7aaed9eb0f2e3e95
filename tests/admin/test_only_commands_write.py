"""Every page of every registered admin is used, and no row changes but inside a command."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib import admin
from django.db import connections

from apps.accounts.models import ApiToken, User
from apps.audit import recording
from apps.audit.models import AuditLog
from apps.core.admin.commanding import CommandAdmin
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.shown import ShownAdmin
from apps.core.services import PRIMARY
from apps.events.models import Delivery, Event
from apps.ingestion.models import Job
from apps.organizations.models import Organization
from apps.projects.models import Project, ProjectLock, Reconciliation
from apps.sources.models import Source
from apps.versions.models import Version
from apps.webhooks.commands import create_webhook
from apps.webhooks.models import Attempt, Webhook
from tests.admin.browser import Browser
from tests.builders import BUILDER, draft, organization, person, release, source, stand
from tests.conftest import make_token
from tests.events.listening import told_in_vain
from tests.surface.world import work_on_a_project

WRITES = re.compile(
    r"\s*(WITH\b.*\b)?(INSERT|UPDATE|DELETE|MERGE|COPY|TRUNCATE)\b", re.IGNORECASE | re.DOTALL
)
OF_BROWSERS = "django_session"  # who is signed in, and the message they read next

Site = dict[type, ShownAdmin[Any]]


@contextmanager
def writes_outside_commands() -> Iterator[list[str]]:
    """Every statement of the block that writes while no command runs."""
    depth, strays = [0], []
    traced = recording._own_traces

    @contextmanager
    def counted() -> Iterator[Callable[[], int]]:
        depth[0] += 1
        try:
            with traced() as traces:
                yield traces
        finally:
            depth[0] -= 1

    def watch(execute: Any, sql: Any, *rest: Any) -> Any:
        if WRITES.match(str(sql)) and OF_BROWSERS not in str(sql) and not depth[0]:
            strays.append(str(sql))
        return execute(sql, *rest)

    with (
        patch.object(recording, "_own_traces", counted),
        connections[PRIMARY].execute_wrapper(watch),
    ):
        yield strays


@pytest.fixture
def things(db: None) -> dict[type, Any]:
    """One thing of each kind that the admin shows, by its model."""
    dead = told_in_vain()
    organization()
    source(license=None)
    release("2026_01")
    draft("2026_02")
    person("zoe")
    make_token("zoe", "read")
    moment = Source.objects.get().created_at
    Job(kind="ingest", subject_label="x", started_at=moment, heard_from_at=moment).save()
    hook = create_webhook(actor=BUILDER, organization=None, url="https://hooks.example/").id
    Attempt(webhook_id=hook, delivery=dead, number=1, at=moment,
            milliseconds=7, status=503, error="it answered 503").save()  # fmt: skip
    of_events = (Event, Delivery, Webhook, Attempt)
    work_on_a_project()
    of_projects = (Project, ProjectLock, Reconciliation)
    slices = (Organization, Source, Version, ApiToken, Job, AuditLog, User)
    models = (*slices, *of_events, *of_projects)
    return {model: model._default_manager.order_by("pk").first() for model in models}


def registered() -> Site:
    """Every admin there is."""
    site: Any = admin.site._registry
    return dict(site)


def test_every_registered_admin_is_of_the_house_and_tried_here(things: dict[type, Any]) -> None:
    assert set(registered()) == set(things)
    assert all(isinstance(found, ShownAdmin) for found in registered().values())


def test_no_page_writes_by_itself(superuser: Browser, things: dict[type, Any]) -> None:
    visited = 0
    with writes_outside_commands() as strays:
        for model, thing in things.items():
            at = f"{model._meta.app_label}/{model._meta.model_name}"  # type: ignore[attr-defined]
            for page in (f"{at}/", f"{at}/{thing.pk}/change/", f"{at}/{thing.pk}/history/"):
                assert superuser.open(page).status == 200, page
                visited += 1
            superuser.open(f"{at}/add/")
            superuser.send(f"{at}/add/", {"_save": "1"})
            superuser.send(f"{at}/{thing.pk}/delete/", {"post": "yes"})
            form = {"action": "delete_selected", "_selected_action": [thing.pk], "post": "yes"}
            superuser.send(f"{at}/", {**form, "index": "0"})
    assert strays == []
    assert visited == 3 * len(things)
    for model, thing in things.items():
        assert model._default_manager.filter(pk=thing.pk).exists(), model  # type: ignore[attr-defined]


def test_every_form_and_every_verb_writes_in_commands_alone(
    superuser: Browser, things: dict[type, Any]
) -> None:
    with writes_outside_commands() as strays:
        tried = _try_forms(superuser) | _try_verbs(superuser)
    assert strays == []
    with_verbs = [each for each in registered().values() if isinstance(each, VerbAdmin)]
    verbs = {verb.command.__name__ for each in with_verbs for verb in each.verbs}
    forms = {
        command.__name__
        for each in with_verbs
        if isinstance(each, CommandAdmin)
        for command in (type(each).creates, type(each).updates)
    }
    inlines = {"set_member", "remove_member"}
    assert tried == verbs | forms | inlines, "what was tried is what there is"
    done = AuditLog.objects.filter(actor_label="root").order_by("id")
    assert set(done.values_list("action", flat=True)) == tried
    for row in done:
        assert "before" in row.metadata or "after" in row.metadata, row.action
        assert row.metadata.get("reason") == "tried" or row.action in UNREASONED, row.action


UNREASONED = {
    "publish_version",
    "unyank_version",
    "unarchive_source",
    "lock_project",
    "reconcile_project",
    "set_member",
    "redeliver_event",
    "update_webhook",
}


def _try_forms(root: Browser) -> set[str]:
    """Make and change one of each, and its members."""
    from apps.accounts.models import User

    of_organizations, of_sources = "organizations/organization", "sources/source"
    new = {"slug": "new", "name": "New", "reason": "tried"}
    root.send(f"{of_organizations}/add/", root.open(f"{of_organizations}/add/").filled(**new))
    made = Organization.objects.get(slug="new")
    page = f"{of_organizations}/{made.pk}/change/"
    zoe = str(User.objects.get(username="zoe").pk)
    joining = {
        "memberships-TOTAL_FORMS": "1", "memberships-0-user": zoe, "memberships-0-id": "",
        "memberships-0-role": "member", "memberships-0-organization": str(made.pk),
    }  # fmt: skip
    root.send(page, root.open(page).filled(name="Newer", reason="tried", **joining))
    leaving = {"memberships-0-DELETE": "on"}
    unsaid = root.send(page, root.open(page).filled(**leaving))
    assert "Say why: this change needs a reason." in unsaid.text
    root.send(page, root.open(page).filled(reason="tried", **leaving))

    form = root.open(f"{of_sources}/add/").filled(organization=str(made.pk), **new)
    root.send(f"{of_sources}/add/", form)
    page = f"{of_sources}/{Source.objects.get(slug='new').pk}/change/"
    root.send(page, root.open(page).filled(name="Newer", reason="tried"))

    form = root.open("projects/project/add/").filled(
        organization=str(made.pk), name="new", reason="tried"
    )
    root.send("projects/project/add/", form)
    page = f"projects/project/{Project.objects.get(name='new').pk}/change/"
    root.send(page, root.open(page).filled(description="Newer", reason="tried"))

    form = root.open("versions/version/add/").filled(
        source=str(Source.objects.get(slug="new").pk), reason="tried"
    )
    root.send("versions/version/add/", form)
    page = f"versions/version/{Version.objects.latest('created_at').pk}/change/"
    root.send(page, root.open(page).filled(external_version="v1", reason="tried"))
    form = root.open("webhooks/webhook/add/").filled(url="https://hooks.example/", reason="tried")
    root.send("webhooks/webhook/add/", form)
    page = f"webhooks/webhook/{Webhook.objects.latest('created_at').pk}/change/"
    root.send(page, root.open(page).filled(subject="sources", reason="tried"))
    return {
        "create_webhook", "update_webhook",
        "create_organization", "update_organization", "set_member", "remove_member",
        "create_source", "update_source", "create_version", "update_version",
        "create_project", "update_project",
    }  # fmt: skip


def _try_verbs(root: Browser) -> set[str]:
    """Every verb once, on something that it fits."""
    sprot = Source.objects.get(slug="sprot")
    fresh = draft("2027_01")
    stand(release("2025_01"), "published")
    young = Version.objects.get(external_version="2025_01")
    organization("gone")
    gone = Organization.objects.get(slug="gone")
    source("gone")
    webhook = f"webhooks/webhook/{Webhook.objects.earliest('created_at').pk}"
    screen = f"projects/project/{Project.objects.get(name='screen').pk}/do"
    told = {"confirmed": "1", "reason": "tried", "overlap_hours": "0", "groups": "curator"}
    zoe = f"accounts/user/{User.objects.get(username='zoe').pk}/do"
    for at in (
        f"versions/version/{draft('2028_01').id}/do/publish/",
        f"versions/version/{young.pk}/do/deprecate/", f"versions/version/{young.pk}/do/yank/",
        f"versions/version/{young.pk}/do/unyank/", f"versions/version/{fresh.id}/do/delete_draft/",
        f"sources/source/{sprot.pk}/do/archive/", f"sources/source/{sprot.pk}/do/unarchive/",
        f"sources/source/{Source.objects.get(slug='gone').pk}/do/delete/",
        f"organizations/organization/{gone.pk}/do/delete/",
        f"{screen}/lock/", f"{screen}/reconcile/", f"{screen}/delete/",
        f"accounts/apitoken/{ApiToken.objects.get().pk}/do/revoke/",
        f"events/delivery/{Delivery.objects.get().pk}/do/redeliver/",
        f"{webhook}/do/pause/", f"{webhook}/do/go_on/", f"{webhook}/do/rotate/",
        f"{webhook}/do/delete/",
        f"{zoe}/set_groups/", f"{zoe}/deactivate/", f"{zoe}/reactivate/",
    ):  # fmt: skip
        assert root.send(at, told).status == 200, at
    row = AuditLog.objects.filter(actor_label="root").earliest("created_at")
    root.send(f"audit/auditlog/{row.pk}/do/erase_origin/", told)
    return {
        "publish_version", "deprecate_version", "yank_version", "unyank_version", "delete_version",
        "archive_source", "unarchive_source", "delete_source", "delete_organization",
        "revoke_token", "set_groups", "deactivate_user", "reactivate_user",
        "redeliver_event", "update_webhook", "rotate_webhook", "delete_webhook",
        "lock_project", "reconcile_project", "delete_project", "erase_origins",
    }  # fmt: skip
