"""Why a request about an organization may be refused."""

from apps.core.errors import Conflict, Forbidden, Invalid, NotFound


class OrganizationNotFound(NotFound):
    code = "organization.not_found"
    message = "There is no organization “{organization}”."


class DuplicateSlug(Conflict):
    code = "organization.duplicate_slug"
    message = "The slug “{slug}” is already taken."


class InvalidSlug(Invalid):
    code = "organization.invalid_slug"
    message = (
        "“{slug}” cannot be a slug: use 1 to 100 of a-z, 0-9, “.”, “_” and “-”, a letter or digit "
        "first, and neither an id nor a word of the registry's own addresses."
    )


class InvalidName(Invalid):
    code = "organization.invalid_name"
    message = "A name has 1 to 256 characters."


class SystemOrganization(Forbidden):
    code = "organization.system"
    message = "“{slug}” belongs to the registry and cannot be deleted."


class OrganizationHasSources(Conflict):
    code = "organization.has_sources"
    message = "“{slug}” still has sources: delete them first."


class OrganizationHasProjects(Conflict):
    code = "organization.has_projects"
    message = "“{slug}” still has projects: delete them first."


class LastOwner(Conflict):
    code = "organization.last_owner"
    message = "“{username}” is the last owner of “{organization}”: make somebody else owner first."


class MemberNotFound(NotFound):
    code = "organization.member_not_found"
    message = "“{username}” is no member of “{organization}”."
