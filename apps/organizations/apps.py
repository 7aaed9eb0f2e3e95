"""Organizations as a Django app."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "apps.organizations"

    def ready(self) -> None:
        """Tell the policy who is a member of what, and who is all that an organization has."""
        from apps.audit import policy
        from apps.organizations.queries import get_standing, list_homes, list_owned_alone

        policy.roles.register(get_standing)
        policy.homes.register(list_homes)
        policy.owned_alone.register(list_owned_alone)
