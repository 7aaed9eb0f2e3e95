"""Sources whose names a higher slice keeps for search answer here to slug and aliases alone.

Such are the proteins of releases: there are hundreds of thousands, and many share a name. So this
table stays as quick to write and to search as it was without them.
"""

from django.db import migrations, models

NAMES = "bdp_names(slug, name, aliases)"
ALIASES = "bdp_lower(aliases::text[])"
APART = "names_stand_apart"

LOWER = """
CREATE FUNCTION bdp_lower(words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(lower(word)) FROM unnest(words) AS word
$$;
COMMENT ON FUNCTION bdp_lower IS 'The words in lower case, in their order; null for none.';
"""


def found_by(names: str, words: str) -> str:
    """The columns of search, and the indexes that answer by them."""
    return f"""
        ALTER TABLE sources_source DROP COLUMN search_names, DROP COLUMN search_words;
        ALTER TABLE sources_source
            ADD COLUMN search_names text[] GENERATED ALWAYS AS ({names}) STORED,
            ADD COLUMN search_words tsvector GENERATED ALWAYS AS ({words}) STORED;
        CREATE INDEX sources_source_search_names ON sources_source USING gin (search_names)
            WITH (gin_pending_list_limit = 512) WHERE search_names IS NOT NULL;
        CREATE INDEX sources_source_search_words ON sources_source USING gin (search_words)
            WITH (gin_pending_list_limit = 512) WHERE search_words IS NOT NULL;
    """


# An index that leaves out what has nothing to be found by is not written for it either.
TAGS = """
DROP INDEX sources_source_search_tags;
CREATE INDEX sources_source_search_tags ON sources_source USING gin ((nullif(tags, '{}')))
    WITH (gin_pending_list_limit = 512) WHERE nullif(tags, '{}') IS NOT NULL;
"""
ALL_TAGS = """
DROP INDEX sources_source_search_tags;
CREATE INDEX sources_source_search_tags ON sources_source USING gin (tags)
    WITH (gin_pending_list_limit = 512);
"""

# Their aliases are accessions, in which one letter more or less makes another: nothing to keep.
KEEPING = """
CREATE FUNCTION sources_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sources_known_name (name)
    SELECT DISTINCT word
      FROM (SELECT search_names FROM arrived WHERE NOT names_stand_apart OFFSET 0) AS ours,
           bdp_can_slip(search_names) AS word
     WHERE NOT EXISTS (SELECT FROM sources_known_name AS known WHERE known.name = word);
    RETURN NULL;
END $$;
"""


def kept_by(function: str) -> str:
    """The triggers that keep what may be misspelt."""
    return f"""
        DROP TRIGGER sources_source_names_arrive ON sources_source;
        DROP TRIGGER sources_source_names_change ON sources_source;
        CREATE TRIGGER sources_source_names_arrive AFTER INSERT ON sources_source
            REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION {function}();
        CREATE TRIGGER sources_source_names_change AFTER UPDATE ON sources_source
            REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION {function}();
    """


WORDS = f"bdp_words({NAMES}, description)"


class Migration(migrations.Migration):
    dependencies = [("sources", "0006_tags")]
    operations = [
        migrations.AddField(
            "source", "names_stand_apart", models.BooleanField(default=False, editable=False)
        ),
        migrations.RunSQL(
            KEEPING + kept_by("sources_keep_names"),
            kept_by("bdp_keep_names") + "DROP FUNCTION sources_keep_names();",
        ),
        migrations.RunSQL(TAGS, ALL_TAGS),
        migrations.RunSQL(LOWER, "DROP FUNCTION bdp_lower(text[])"),
        migrations.RunSQL(
            found_by(
                f"CASE WHEN {APART} THEN {ALIASES} ELSE {NAMES} END",
                f"CASE WHEN {APART} THEN NULL ELSE {WORDS} END",
            ),
            found_by(NAMES, WORDS),
        ),
    ]
