"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "apps.accounts"

    def ready(self) -> None:
        """Tell the policy who still holds what they came with."""
        from apps.accounts.queries import get_present
        from apps.audit import policy

        policy.present.register(get_present)
