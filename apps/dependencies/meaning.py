"""What names of versions mean, thousands at once: the SQL, and what is asked and answered in it."""

from collections.abc import Sequence
from typing import Any

from apps.dependencies.dtos import Sight, Wanted
from apps.versions.numbering import Number

SEEN = """({version}.status <> 'draft' OR (
        (%(everywhere)s OR {source}.organization_id = ANY(%(organizations)s::uuid[]))
        AND (%(only)s::uuid IS NULL OR {source}.id = %(only)s::uuid)))"""

# Of each source the spans come first, then the releases of that name in them: joined freely,
# PostgreSQL now and then reads every span for every name, which takes minutes for thousands.
# A number goes before a publisher's name, and either before the name of a release that holds it.
MEANT = f"""
SELECT source.id, meant.id, organization.slug || '/' || source.slug, meant.version,
       meant.external_version, meant.status = 'draft',
       CASE WHEN cardinality(held.ids) > 1 THEN held.told ELSE '{{}}' END
  FROM unnest(%(of)s::text[], %(slugs)s::text[], %(names)s::text[],
              %(majors)s::int[], %(minors)s::int[], %(patches)s::int[])
       WITH ORDINALITY AS asked (organization, slug, name, major, minor, patch, place)
  LEFT JOIN organizations_organization AS organization ON organization.slug = asked.organization
  LEFT JOIN sources_source AS source
    ON source.organization_id = organization.id AND lower(source.slug) = lower(asked.slug)
  LEFT JOIN LATERAL (
        (SELECT 0 AS rank, own.id FROM versions_version AS own
          WHERE own.source_id = source.id
            AND (own.major, own.minor, own.patch) = (asked.major, asked.minor, asked.patch)
            AND {SEEN.format(version="own", source="source")})
        UNION ALL
        (SELECT 1, own.id FROM versions_version AS own
          WHERE own.source_id = source.id AND own.external_version = asked.name
            AND {SEEN.format(version="own", source="source")})
        UNION ALL
        (SELECT 2, own.id FROM versions_version AS own
          WHERE own.source_id = source.id AND asked.name = 'latest'
            AND own.status IN ('published', 'deprecated')
          ORDER BY own.listed_on DESC, own.major DESC, own.minor DESC, own.patch DESC LIMIT 1)
        ORDER BY rank LIMIT 1
       ) AS named ON true
  LEFT JOIN LATERAL (
        SELECT array_agg(DISTINCT span.version_id) AS ids,
               array_agg(DISTINCT number.version || ' as ' || organization.slug || '/'
                         || bundle.slug || ' has it') AS told
          FROM (SELECT * FROM versions_membership WHERE member_id = source.id OFFSET 0) AS span
         CROSS JOIN LATERAL (
               SELECT FROM versions_version AS known
                 JOIN versions_release AS release
                   ON release.version_id = known.id AND release.ordinal >= span.since
                      AND (span.until IS NULL OR release.ordinal < span.until)
                WHERE known.source_id = span.releases_id AND known.external_version = asked.name
                  AND known.status <> 'draft'
               OFFSET 0) AS holding
          JOIN versions_version AS number ON number.id = span.version_id
          JOIN sources_source AS bundle ON bundle.id = span.releases_id
       ) AS held ON named.id IS NULL
  LEFT JOIN versions_version AS meant
    ON meant.id = coalesce(named.id, CASE WHEN cardinality(held.ids) = 1 THEN held.ids[1] END)
 ORDER BY asked.place
"""  # noqa: S608  made of our own words


def asked(wanted: Sequence[Wanted], sight: Sight) -> dict[str, Any]:
    """The parameters of `MEANT`."""
    addresses = [entry["source"].partition("/") for entry in wanted]
    names = [entry["version"] for entry in wanted]
    numbers = [Number.parse(name) or (None, None, None) for name in names]
    return {
        "of": [organization for organization, _, _ in addresses],
        "slugs": [slug for _, _, slug in addresses],
        "names": names,
        "majors": [major for major, _, _ in numbers],
        "minors": [minor for _, minor, _ in numbers],
        "patches": [patch for _, _, patch in numbers],
        **seen(sight),
    }


def seen(sight: Sight) -> dict[str, Any]:
    """The parameters of `SEEN`."""
    return {
        "everywhere": sight.everywhere,
        "organizations": list(sight.organizations),
        "only": sight.source,
    }
