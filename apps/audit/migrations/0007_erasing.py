"""Where a request came from can be erased, by a function alone: the program may not UPDATE it.

The digests stay, which the leaves hold; without salt nothing can be guessed from them.
"""

from django.db import migrations

ERASE = """
CREATE FUNCTION audit_erase_origins(of_user uuid, of_request uuid, before timestamptz)
    RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    erased bigint;
BEGIN
    IF of_user IS NULL AND of_request IS NULL AND before IS NULL THEN
        RAISE EXCEPTION 'Nobody erases all origins without saying so.';
    END IF;
    UPDATE audit_auditorigin AS origin SET ip_address = NULL, user_agent = NULL, salt = NULL
      FROM audit_auditlog AS entry
     WHERE entry.id = origin.audit_id
       AND (of_user IS NULL OR entry.user_id = of_user)
       AND (of_request IS NULL OR entry.request_id = of_request)
       AND (before IS NULL OR entry.created_at < before)
       AND (origin.ip_address IS NOT NULL OR origin.user_agent IS NOT NULL
            OR origin.salt IS NOT NULL);
    GET DIAGNOSTICS erased = ROW_COUNT;
    RETURN erased;
END $$;
COMMENT ON FUNCTION audit_erase_origins(uuid, uuid, timestamptz) IS
    'Runs as the owner: addresses, user agents and salts of the rows that fit all that is said.';
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0006_sealing")]
    operations = [
        migrations.RunSQL(ERASE, "DROP FUNCTION audit_erase_origins(uuid, uuid, timestamptz)")
    ]
