"""What search reads: columns PostgreSQL keeps itself, so a committed write is found at once."""

from django.db import migrations

FUNCTIONS = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS fuzzystrmatch;

CREATE FUNCTION bdp_names(slug text, name text, aliases text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT lower(word)) FROM unnest(slug || (name || aliases)) AS word
$$;
COMMENT ON FUNCTION bdp_names IS 'All that something is called, in lower case.';

CREATE FUNCTION bdp_spelling(names text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string(names, ' ') $$;
COMMENT ON FUNCTION bdp_spelling IS 'The names in a row, to be compared letter by letter.';

CREATE FUNCTION bdp_nearness(names text[], asked text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT max(whole * (1 - levenshtein(left(word, 200), left(asked, 200))::numeric
                            / greatest(length(left(word, 200)), length(left(asked, 200)), 1)))
      FROM (SELECT unnest(names), 1.0
             UNION ALL
            SELECT unnest(string_to_array(array_to_string(names, ' '), ' ')), 0.9
           ) AS known (word, whole)
$$;
COMMENT ON FUNCTION bdp_nearness IS
    'From 0 to 1: the share of letters that the nearest name keeps; a word of a name counts less.';

CREATE FUNCTION bdp_words(names text[], description text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT setweight(to_tsvector('english', array_to_string(names, ' ')), 'A')
        || setweight(to_tsvector('english', coalesce(description, '')), 'D')
$$;
COMMENT ON FUNCTION bdp_words IS 'The words of its names, and behind them those of its description.';
"""

DROP_FUNCTIONS = """
DROP FUNCTION bdp_words(text[], text);
DROP FUNCTION bdp_nearness(text[], text);
DROP FUNCTION bdp_spelling(text[]);
DROP FUNCTION bdp_names(text, text, text[]);
"""


def searched(table: str, aliases: str) -> migrations.RunSQL:
    """The search columns of `table`, each with the index that answers by it."""
    names = f"bdp_names(slug, name, {aliases})"
    return migrations.RunSQL(
        f"""
        ALTER TABLE {table}
            ADD COLUMN search_names text[] GENERATED ALWAYS AS ({names}) STORED,
            ADD COLUMN search_spelling text
                GENERATED ALWAYS AS (bdp_spelling({names})) STORED,
            ADD COLUMN search_words tsvector
                GENERATED ALWAYS AS (bdp_words({names}, description)) STORED;
        CREATE INDEX {table}_search_names ON {table} USING gin (search_names);
        CREATE INDEX {table}_search_spelling ON {table} USING gin (search_spelling gin_trgm_ops);
        CREATE INDEX {table}_search_words ON {table} USING gin (search_words);
        CREATE INDEX {table}_search_slug ON {table} (lower(slug) text_pattern_ops);
        CREATE INDEX {table}_search_name ON {table} (lower(name) text_pattern_ops);
        """,
        f"""
        ALTER TABLE {table} DROP COLUMN search_names, DROP COLUMN search_spelling,
            DROP COLUMN search_words;
        DROP INDEX {table}_search_slug, {table}_search_name;
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_guards"), ("organizations", "0001_initial")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        searched("organizations_organization", "'{}'::text[]"),
        searched("sources_source", "aliases"),
    ]
