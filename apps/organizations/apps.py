"""Organizations as a Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "apps.organizations"

    def ready(self) -> None:
        """Tell the policy who is a member of what, and of which organizations somebody is one."""
        from apps.audit import policy
        from apps.organizations.queries import get_standing, list_homes

        policy.roles.register(get_standing)
        policy.homes.register(list_homes)
