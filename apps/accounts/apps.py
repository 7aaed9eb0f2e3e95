"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        """Tell the policy who still holds what they came with, and the trail how to forget."""
        from apps.accounts.attempts import forget_attempts
        from apps.accounts.queries import get_present
        from apps.audit import commands, policy

        policy.present.register(get_present)
        commands.forget_attempts.register(forget_attempts)
