"""A webhook goes with its organization, and with it goes all that it waited for."""

from django.db import migrations

from apps.core.guards import immediate_foreign_key, moves_forward

ENDS = """
CREATE FUNCTION webhooks_webhook_ends_subscription() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- the lock of whoever makes deliveries: none comes after
    PERFORM pg_advisory_xact_lock(3595, hashtext(OLD.id::text));
    DELETE FROM events_delivery WHERE subscription_id = OLD.id;
    DELETE FROM events_subscription WHERE id = OLD.id;
    RETURN NULL;
END $$;
CREATE TRIGGER webhooks_webhook_ends_subscription AFTER DELETE ON webhooks_webhook
    FOR EACH ROW EXECUTE FUNCTION webhooks_webhook_ends_subscription();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("webhooks", "0001_initial"),
        ("core", "0001_functions"),
        ("events", "0004_deliveries"),
        ("organizations", "0003_tags"),
    ]
    operations = [
        immediate_foreign_key(
            "webhooks_webhook", "organization_id", "organizations_organization",
            "webhook_organization_exists", cascades=True,
        ),
        immediate_foreign_key(
            "webhooks_attempt", "webhook_id", "webhooks_webhook",
            "webhook_attempt_webhook_exists", cascades=True,
        ),
        immediate_foreign_key(
            "webhooks_attempt", "delivery_id", "events_delivery",
            "webhook_attempt_delivery_exists", cascades=True,
        ),
        moves_forward("webhooks_webhook"),
        migrations.RunSQL(
            ENDS,
            "DROP TRIGGER webhooks_webhook_ends_subscription ON webhooks_webhook;"
            "DROP FUNCTION webhooks_webhook_ends_subscription();",
        ),
    ]
