"""People and tokens, for reading, and revoking. Django's own pages would write past commands."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth import admin as _registers_first  # noqa: F401
from django.contrib.auth.models import Group
from django.http import HttpRequest

from apps.accounts import commands
from apps.accounts.models import ApiToken, User
from apps.accounts.queries import NEWEST_FIRST, find_origin
from apps.audit.policy import AUDITORS, CURATORS, May
from apps.core.actor import Actor
from apps.core.admin.doing import VerbAdmin
from apps.core.admin.fields import Reason
from apps.core.admin.verbs import Verb
from apps.core.pagination import Keyset

BY_USERNAME = Keyset(name="people", columns=("username",))

admin.site.unregister(Group)


class Groups(Reason):
    """What somebody looks after from now on, and why."""

    groups = forms.MultipleChoiceField(
        choices=[(name, name) for name in (CURATORS, AUDITORS)],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_superuser = forms.BooleanField(required=False, label="superuser, who may do everything")


@admin.register(User)
class UserAdmin(VerbAdmin[User]):
    seen_by = May.CURATOR
    keyset = BY_USERNAME
    list_display = ("username", "is_active", "is_superuser", "date_joined")
    search_fields = ("username",)
    search_help_text = "The beginning of a user name."
    fields = ("username", "is_active", "is_superuser", "groups", "date_joined")
    verbs = (
        Verb(
            name="set_groups", command=commands.set_groups, done="has its groups", asks=Groups,
            warns="What is not ticked is taken away, at once.",
        ),
        Verb(
            name="deactivate", command=commands.deactivate_user, done="shut out", asks=Reason,
            fits=lambda user: user.is_active,
            warns="Their password, sessions and tokens end for good.",
        ),
        Verb(
            name="reactivate", command=commands.reactivate_user, done="let in again", asks=Reason,
            fits=lambda user: not user.is_active,
            warns="They come back with no password and no token.",
        ),
    )  # fmt: skip

    def address(self, obj: User) -> dict[str, Any]:
        """By name."""
        return {"username": obj.username}

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Those whose name begins so."""
        return queryset.filter(username__startswith=search_term.strip()), False


@admin.register(ApiToken)
class ApiTokenAdmin(VerbAdmin[ApiToken]):
    """One's own tokens; everybody's for superusers. Nobody sees a secret."""

    seen_by = May.CURATOR
    keyset = NEWEST_FIRST
    list_display = (
        "prefix", "name", "user", "scopes", "created_at", "expires_at", "last_used_at",
        "revoked_at",
    )  # fmt: skip
    list_select_related = ("user",)
    fields = ("prefix", "name", "user", "scopes", "organization", "source", "created_at",
              "created_from", "expires_at", "last_used_at", "revoked_at")  # fmt: skip
    verbs = (
        Verb(
            name="revoke", command=commands.revoke_token, done="revoked", asks=Reason,
            fits=lambda token: token.revoked_at is None,
            warns="Whoever works with it is refused from then on.",
        ),
    )  # fmt: skip

    def created_from(self, obj: ApiToken) -> str:
        """The address and the program that asked for it."""
        found = find_origin(obj.pk)
        told = (found.ip_address, found.user_agent) if found else ()
        return " · ".join(text for text in told if text) or "–"

    def address(self, obj: ApiToken) -> dict[str, Any]:
        """By its id."""
        return {"token_id": obj.pk}

    def get_queryset(self, request: HttpRequest) -> Any:
        """What this person may see."""
        rows, actor = (
            super().get_queryset(request).select_related("user"),
            Actor.from_request(request),
        )
        return rows if actor.is_superuser else rows.filter(user__username=actor.label)
