"""Tables and their integrity. No behaviour: see commands.py and queries.py."""

from django.conf import settings
from django.db import models

from apps.audit.policy import Role
from apps.core.constraints import EMAIL, among, length, matching, not_matching, web_address
from apps.core.ids import uuid7
from apps.core.references import ID_SHAPED, RESERVED

SLUG = r"^[a-z0-9][a-z0-9._-]*$"
VERSION_SCHEMES = ["semver", "calendar", "assembly", "sequential"]


class Organization(models.Model):
    """A publisher of data sources, addressed by its slug. What is unknown is null."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField()
    name = models.CharField()
    description = models.TextField(null=True, blank=True)
    website = models.CharField(null=True, blank=True)
    logo_url = models.CharField(null=True, blank=True)
    contact_email = models.CharField(null=True, blank=True)
    documentation_url = models.CharField(null=True, blank=True)
    data_source_url = models.CharField(null=True, blank=True)
    license = models.CharField(null=True, blank=True)
    citation = models.TextField(null=True, blank=True)
    version_scheme = models.CharField(default="sequential")
    versioning_strategy = models.JSONField(null=True, blank=True)
    is_system = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="organization_slug_unique"),
            matching("organization", "slug", SLUG, "format"),
            length("organization", "slug", 100),
            not_matching("organization", "slug", ID_SHAPED, "not_an_id"),
            models.CheckConstraint(
                condition=~models.Q(slug__in=RESERVED), name="organization_slug_not_reserved"
            ),
            length("organization", "name", 256),
            length("organization", "description", 10_000),
            length("organization", "citation", 10_000),
            length("organization", "license", 256),
            web_address("organization", "website"),
            web_address("organization", "logo_url"),
            web_address("organization", "documentation_url"),
            web_address("organization", "data_source_url"),
            matching("organization", "contact_email", EMAIL, "format"),
            length("organization", "contact_email", 254),
            among("organization", "version_scheme", VERSION_SCHEMES),
        ]

    def __str__(self) -> str:
        return self.slug


class Membership(models.Model):
    """What one person may do in one organization."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_unique"),
            among("membership", "role", [role.value for role in Role]),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.organization}: {self.role}"
