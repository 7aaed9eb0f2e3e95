"""What is erased is told first: the function demands the row of the trail that tells of it.

A note without a position is seen by its own transaction alone, and only triggers write notes; so
the row it stands for was written in the transaction that erases. Whose rights these functions run
with is the owner's: nobody calls them but the program, and those of triggers nobody at all.
"""

from importlib import import_module

from django.db import migrations

BEFORE = import_module("apps.audit.migrations.0007_erasing").ERASE
DROP = "DROP FUNCTION audit_erase_origins(uuid, uuid, timestamptz);"

ERASE = """
CREATE FUNCTION audit_erase_origins(of_user uuid, of_request uuid, before timestamptz)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    told audit_auditlog;
    erased bigint;
    -- whoever fails to sign in is nobody yet: the row has the name that was tried, and no id
    names text[] := ARRAY(SELECT DISTINCT entity_label FROM audit_auditlog
                           WHERE entity_type = 'user' AND entity_id = of_user);
BEGIN
    IF of_user IS NULL AND of_request IS NULL AND before IS NULL THEN
        RAISE EXCEPTION 'Nobody erases all origins without saying so.';
    END IF;
    SELECT entry.* INTO told
      FROM audit_unsealed AS note JOIN audit_auditlog AS entry ON entry.id = note.first
     WHERE note.position IS NULL AND note.first = note.last AND entry.action = 'erase_origins'
     ORDER BY note.id DESC LIMIT 1;
    IF told.id IS NULL THEN
        RAISE EXCEPTION 'Nobody erases origins without a row of the trail that tells of it.';
    END IF;
    UPDATE audit_auditorigin AS origin SET ip_address = NULL, user_agent = NULL, salt = NULL
      FROM audit_auditlog AS entry
     WHERE entry.id = origin.audit_id
       AND entry.id <> told.id
       AND (of_user IS NULL OR entry.user_id = of_user
            OR entry.action IN ('failed_login', 'lockout')
               AND entry.metadata #>> '{incident,username}' = ANY(names))
       AND (of_request IS NULL OR entry.request_id = of_request)
       AND (before IS NULL OR entry.created_at < before)
       AND (origin.ip_address IS NOT NULL OR origin.user_agent IS NOT NULL
            OR origin.salt IS NOT NULL);
    GET DIAGNOSTICS erased = ROW_COUNT;
    IF told.metadata->'after'->>'erased' IS DISTINCT FROM erased::text THEN
        RAISE EXCEPTION 'The trail tells of other origins than these.'
            USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN erased;
END $$;
COMMENT ON FUNCTION audit_erase_origins(uuid, uuid, timestamptz) IS
    'Runs as the owner: addresses, user agents and salts of the rows that fit all that is said.';
REVOKE ALL ON FUNCTION audit_erase_origins(uuid, uuid, timestamptz) FROM PUBLIC;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0009_noted_by_first")]
    operations = [migrations.RunSQL(DROP + ERASE, DROP + BEFORE)]
