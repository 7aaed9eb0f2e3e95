"""The words that the registry promised to its users, as its contract lists them."""


def _words(*families: str) -> frozenset[str]:
    """`source.{not_found,duplicate_slug}` spelled out."""
    found = set()
    for family in families:
        prefix, _, names = family.partition(".")
        found |= {f"{prefix}.{name}" for name in names.strip("{}").split(",")}
    return frozenset(found)


CODES = _words(
    "organization.{not_found,duplicate_slug,invalid_slug,invalid_name,system,has_sources,last_owner}",
    "source.{not_found,duplicate_slug,has_published_versions}",
    "version.{not_found,duplicate_number,duplicate_external_version,already_published,not_draft}",
    "version.{reason_required,ambiguous,cycle,unpublished_dependency}",
    "file.{not_found,digest_mismatch,length_mismatch,too_large}",
    "resolve.{unresolvable}",
    "ingest.{already_ingested,unreadable,too_many_refused,out_of_order,busy}",
    "auth.{required,invalid,forbidden}",
    "request.{invalid,not_json,not_found,method_not_allowed,unsupported_media_type}",
    "request.{range_not_satisfiable,unknown_parameter,invalid_cursor,precondition_failed}",
    "request.{reason_required,too_large}",
    "rate.{limited}",
    "service.{unavailable}",
)

# Where the contract is silent: each is a refusal that no promised code describes.
ADDED_CODES = _words(
    "audit.{not_found,not_sealed,checkpoint_not_found,key_retired,key_given}",
    "organization.{member_not_found,has_projects}",
    "project.{not_found,duplicate_name,invalid_name,empty_manifest,not_locked}",
    "project.{lock_not_found,reconciliation_not_found}",
    "source.{invalid_slug,archived}",
    "version.{not_published,not_yanked,still_needed}",
    "user.{not_found,duplicate_username,invalid_username,weak_password,unknown_group}",
    "token.{not_found,ended,too_many}",
    "webhook.{not_found}",
    "delivery.{under_way}",
    "service.{failed}",
)

EVENTS = _words(
    "organization.{created,updated,deleted,member_set,member_removed}",
    "source.{created,updated,deleted,archived,unarchived}",
    "version.{created,updated,deleted,published,deprecated,yanked,unyanked}",
    "release.{ingested}",
    "catalogue.{imported}",
    "project.{created,updated,deleted,locked,reconciled}",
)

# What goes into the trail though no command did it.
INCIDENTS = frozenset({"refused_token", "login", "logout", "failed_login", "lockout"})
