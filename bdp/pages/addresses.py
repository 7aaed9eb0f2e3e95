"""Where pages stand. Slugs and numbers need no quoting; publishers' names are not linked by."""

from apps.core.references import RESERVED


class Owner:
    """The first part of an address, unless it is a word of the registry's own."""

    regex = r"[^/]+"

    def to_python(self, value: str) -> str:
        """The slug or id. Raises `ValueError` for a word that names no organization."""
        if value.lower() in RESERVED:
            raise ValueError(value)
        return value

    def to_url(self, value: str) -> str:
        """The same."""
        return value


def page_of(*parts: str) -> str:
    """The page of an organization, of its source, or of a version of it by number."""
    return "/" + "/".join(parts)


def spec(organization: str, source: str, version: str) -> str:
    """What a manifest names it by."""
    return f"{organization}:{source}@{version}"


def page_of_spec(spec: str) -> str:
    """The page of what `organization:source@version` or `organization/source` means."""
    source, _, version = spec.partition("@")
    organization, _, slug = source.replace(":", "/", 1).partition("/")
    return page_of(*(part for part in (organization, slug, version) if part))
