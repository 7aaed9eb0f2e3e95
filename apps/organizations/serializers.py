"""What clients may send. What they receive is in dtos.py."""

from rest_framework import serializers

from apps.audit.policy import Role
from apps.core.constraints import EMAIL
from apps.core.fields import (
    LICENCE,
    Chosen,
    Flag,
    Listed,
    Mention,
    Reasoned,
    RequiredText,
    Serializer,
    Text,
    TrueOrFalse,
    WebAddress,
)
from apps.organizations.models import SLUG, VERSION_SCHEMES

CHANGE_TYPES = ["added", "removed", "modified", "schema", "dependency"]
NAME = {"pattern": r"\S", "maxLength": 256}
BUMPS = ["major", "minor", "patch"]


class Trigger(Serializer):
    """A kind of change in the content that bumps a number."""

    change_type = serializers.ChoiceField(CHANGE_TYPES)
    category = RequiredText(max_length=100)


class VersioningStrategy(Serializer):
    """How the content of a release decides its number."""

    major_triggers = Trigger(many=True, required=False)
    minor_triggers = Trigger(many=True, required=False)
    default_bump = serializers.ChoiceField(BUMPS, required=False)
    cascade_on_major = Flag(required=False)
    cascade_on_minor = Flag(required=False)


class OrganizationDetails(Reasoned):
    """Everything about an organization that is not its name."""

    description = Text(max_length=10_000)
    website = WebAddress()
    logo_url = WebAddress()
    contact_email = Text(max_length=254, pattern=EMAIL, complaint="This is no e-mail address.")
    documentation_url = WebAddress()
    data_source_url = WebAddress()
    license = Text(max_length=256, help_text=LICENCE)
    citation = Text(max_length=10_000)
    version_scheme = serializers.ChoiceField(VERSION_SCHEMES, required=False)
    versioning_strategy = VersioningStrategy(required=False, allow_null=True)
    is_system = Flag(required=False)


class CreateOrganization(OrganizationDetails):
    """A new organization."""

    slug = Chosen(pattern=SLUG, longest=100)
    name = RequiredText(allow_blank=True, told=NAME)


class UpdateOrganization(OrganizationDetails):
    """What changes of an organization. Its slug never does."""

    name = RequiredText(required=False, allow_blank=True, told=NAME)


class ListOrganizations(Listed):
    """Which page, and of which organizations."""

    q = Mention(required=False)
    is_system = TrueOrFalse(required=False, help_text="The registry's own, or all others.")


class SetMember(Reasoned):
    """Which role a person gets."""

    role = serializers.ChoiceField([role.value for role in Role])
