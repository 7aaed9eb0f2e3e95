"""The members of an organization, as rows of its page."""

from typing import Any

from django import forms
from django.http import HttpRequest

from apps.audit.policy import Role
from apps.core.actor import Actor
from apps.core.admin.inlines import CommandInline
from apps.organizations import commands
from apps.organizations.models import Membership

MOST_SHOWN = 100


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    """One person's role."""

    role = forms.ChoiceField(choices=[(role.value, role.value) for role in Role])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:  # a role changes, whose it is does not
            self.fields["user"] = forms.CharField(disabled=True)
            self.initial["user"] = self.instance.user.username

    def _post_clean(self) -> None:
        """Nothing: the command says whether it fits."""


class MembersInline(CommandInline):
    """The people of an organization: the first hundred by name."""

    model = Membership
    form = MemberForm
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    ordering = ("user__username",)
    verbose_name_plural = "members"
    most = MOST_SHOWN
    commands = (commands.set_member, commands.remove_member)

    def call(self, form: Any, actor: Actor, reason: str | None) -> None:
        """Set or remove one of them."""
        told, organization = form.cleaned_data, str(form.instance.organization_id)
        whose: dict[str, Any] = {"organization": organization, "username": str(told["user"])}
        if told.get("DELETE"):
            commands.remove_member(actor=actor, reason=reason, **whose)
        else:
            commands.set_member(actor=actor, role=told["role"], reason=reason, **whose)

    def get_queryset(self, request: HttpRequest) -> Any:
        """With their names."""
        return super().get_queryset(request).select_related("user")
