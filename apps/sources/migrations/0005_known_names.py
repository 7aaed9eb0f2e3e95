"""What may have been meant: every name and word of a name, once, to be found despite a slip.

A slip of one letter (too many, missing, wrong, or two swapped) leaves a text that is some name less
one letter, so a name is indexed by what is left when each of its letters is taken away. The table
is an index in the shape of a table: PostgreSQL keeps it in the statement that brings a name, and a
name that nobody bears any more costs its few bytes and leads nowhere. Two transactions that bring
the same name do not wait for each other: it may stand here twice.
"""

from django.db import migrations

FUNCTIONS = r"""
CREATE FUNCTION bdp_slips(word text) RETURNS integer[]
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT hashtext(overlay(word PLACING '' FROM place FOR shown)))
      FROM (SELECT generate_series(1, length(word)), 1 UNION ALL SELECT 1, 0) AS cut (place, shown)
$$;
COMMENT ON FUNCTION bdp_slips IS 'The word, and the word less each of its letters, as numbers.';

CREATE FUNCTION bdp_letters_apart(one text, other text) RETURNS integer
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE
        WHEN levenshtein(one, other) = 2 AND length(one) = length(other)
             AND (SELECT array_agg(a ORDER BY a) FROM unnest(string_to_array(one, NULL)) AS a)
               = (SELECT array_agg(b ORDER BY b) FROM unnest(string_to_array(other, NULL)) AS b)
            THEN 1
        ELSE levenshtein(one, other)
    END
$$;
COMMENT ON FUNCTION bdp_letters_apart IS 'How many slips lead from one to the other; a swap is one.';

CREATE FUNCTION bdp_can_slip(names text[]) RETURNS SETOF text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT DISTINCT word
      FROM (SELECT unnest(names) UNION ALL
            SELECT regexp_split_to_table(array_to_string(names, ' '), '[^[:alnum:]]+')
           ) AS known (word)
     WHERE length(word) BETWEEN 3 AND 60 AND word ~ '[[:alpha:]]{3}' AND word !~ '^(\S*\d){3}\S*$'
$$;
COMMENT ON FUNCTION bdp_can_slip IS
    'The names, and the words of names; not codes, which one letter more or less makes another.';

CREATE FUNCTION bdp_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sources_known_name (name)
    SELECT DISTINCT word FROM arrived, bdp_can_slip(search_names) AS word
     WHERE NOT EXISTS (SELECT FROM sources_known_name AS known WHERE known.name = word);
    RETURN NULL;
END $$;
"""

DROP_FUNCTIONS = """
DROP FUNCTION bdp_keep_names();
DROP FUNCTION bdp_can_slip(text[]);
DROP FUNCTION bdp_letters_apart(text, text);
DROP FUNCTION bdp_slips(text);
"""

COMPARING_NO_MORE = """
DROP FUNCTION bdp_spelling(text[]);
DROP FUNCTION bdp_nearness(text[], text);
"""

COMPARING = """
CREATE FUNCTION bdp_spelling(names text[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT array_to_string(names, ' ') $$;
CREATE FUNCTION bdp_nearness(names text[], asked text) RETURNS numeric
    LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT max(1 - levenshtein(left(name, 200), left(asked, 200))::numeric
                   / greatest(length(left(name, 200)), length(left(asked, 200)), 1))
      FROM unnest(names) AS name
$$;
"""

TABLE = """
CREATE TABLE sources_known_name (
    name text NOT NULL,
    slips integer[] GENERATED ALWAYS AS (bdp_slips(name)) STORED
);
CREATE INDEX sources_known_name_name ON sources_known_name (name);
CREATE INDEX sources_known_name_slips ON sources_known_name USING gin (slips)
    WITH (gin_pending_list_limit = 512);
COMMENT ON TABLE sources_known_name IS 'Kept by triggers: what a misspelt query may have meant.';
"""

# What has been written since and is not sorted in yet is read by every search: let it stay short.
# The last two are for who narrows a word or a letter that everything bears.
INDEXES = """
ALTER INDEX organizations_organization_search_names SET (gin_pending_list_limit = 512);
ALTER INDEX organizations_organization_search_words SET (gin_pending_list_limit = 512);
ALTER INDEX sources_source_search_names SET (gin_pending_list_limit = 512);
ALTER INDEX sources_source_search_words SET (gin_pending_list_limit = 512);
CREATE INDEX sources_source_search_type ON sources_source (source_type);
CREATE INDEX sources_source_search_tags ON sources_source USING gin (tags)
    WITH (gin_pending_list_limit = 512);
"""

DROP_INDEXES = """
DROP INDEX sources_source_search_type;
DROP INDEX sources_source_search_tags;
"""


def kept(table: str) -> migrations.RunSQL:
    """The names of `table` are known as soon as they are written."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_names_arrive AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION bdp_keep_names();
        CREATE TRIGGER {table}_names_change AFTER UPDATE ON {table}
            REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION bdp_keep_names();
        INSERT INTO sources_known_name (name)
        SELECT DISTINCT word FROM {table}, bdp_can_slip(search_names) AS word
         WHERE NOT EXISTS (SELECT FROM sources_known_name AS known WHERE known.name = word);
        """,
        f"""
        DROP TRIGGER {table}_names_arrive ON {table};
        DROP TRIGGER {table}_names_change ON {table};
        """,
    )


def compared_no_more(table: str, aliases: str) -> migrations.RunSQL:
    """The column goes by which every row was compared letter by letter."""
    return migrations.RunSQL(
        f"ALTER TABLE {table} DROP COLUMN search_spelling",
        f"""
        ALTER TABLE {table} ADD COLUMN search_spelling text
            GENERATED ALWAYS AS (bdp_spelling(bdp_names(slug, name, {aliases}))) STORED;
        CREATE INDEX {table}_search_spelling ON {table} USING gin (search_spelling gin_trgm_ops);
        """,
    )


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_addresses"), ("organizations", "0002_guards")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP_FUNCTIONS),
        migrations.RunSQL(INDEXES, DROP_INDEXES),
        migrations.RunSQL(TABLE, "DROP TABLE sources_known_name"),
        kept("organizations_organization"),
        kept("sources_source"),
        compared_no_more("organizations_organization", "'{}'::text[]"),
        compared_no_more("sources_source", "aliases"),
        migrations.RunSQL(COMPARING_NO_MORE, COMPARING),
    ]
