"""The project as a Django app: what belongs to no slice."""

from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class BdpConfig(AppConfig):
    name = "bdp"

    def ready(self) -> None:
        """Settle the program's rights after every migration; gather what the schema shows."""
        from bdp import checks  # noqa: F401  registers itself by being imported
        from bdp.grants import grant_after_migration

        autodiscover_modules("examples")
        # sent once for each app that has tables, after all of them are migrated
        post_migrate.connect(grant_after_migration, sender=apps.get_app_config("audit"))


class RegistryAdminConfig(admin.AdminConfig):
    """Django's admin, with a site of our own."""

    default = False  # the other config of this module is bdp's
    default_site = "bdp.curating.CuratorsSite"
