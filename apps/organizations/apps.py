"""Organizations as a Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "apps.organizations"

    def ready(self) -> None:
        """Tell the policy who is a member of what."""
        from apps.audit import policy
        from apps.organizations.queries import get_standing

        policy.roles.register(get_standing)
