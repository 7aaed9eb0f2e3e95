"""What search reads of proteins: their names, each once, and their genes."""

from django.db import migrations

NAMES = """
CREATE INDEX biology_name_words ON biology_name USING gin (words)
    WITH (gin_pending_list_limit = 512);
CREATE INDEX biology_name_lower ON biology_name (lower(name) text_pattern_ops);

CREATE FUNCTION biology_keep_names() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO sources_known_name (name)
    SELECT DISTINCT word FROM arrived, bdp_can_slip(ARRAY[lower(arrived.name::text)]) AS word
     WHERE NOT EXISTS (SELECT FROM sources_known_name AS known WHERE known.name = word);
    RETURN NULL;
END $$;
CREATE TRIGGER biology_names_arrive AFTER INSERT ON biology_name
    REFERENCING NEW TABLE AS arrived FOR EACH STATEMENT EXECUTE FUNCTION biology_keep_names();
"""

DROP_NAMES = """
DROP TRIGGER biology_names_arrive ON biology_name;
DROP FUNCTION biology_keep_names();
DROP INDEX biology_name_lower, biology_name_words;
"""

PROTEINS = """
CREATE INDEX protein_by_gene ON biology_protein USING gin (bdp_lower(genes::text[]))
    WITH (gin_pending_list_limit = 512);
CREATE INDEX protein_by_entry_name ON biology_protein (lower(entry_name));
"""

DROP_PROTEINS = "DROP INDEX protein_by_gene, protein_by_entry_name"


class Migration(migrations.Migration):
    dependencies = [("biology", "0002_guards"), ("sources", "0007_proteins_apart")]
    operations = [
        migrations.RunSQL(NAMES, DROP_NAMES),
        migrations.RunSQL(PROTEINS, DROP_PROTEINS),
    ]
