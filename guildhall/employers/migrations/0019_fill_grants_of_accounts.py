"""For which key account a leave was given: the one that stood then and for which its giver answers, or the oldest."""

from django.db import migrations

FILL = """
UPDATE employers_contactgrant g SET account_id = (
    SELECT a.id FROM employers_keyaccount a
    JOIN employers_protection p ON p.account_id = a.id AND p.contact_id = g.contact_id
    WHERE a.since <= g.granted_at::date + 1 AND (a.ended_at IS NULL OR a.ended_at > g.granted_at)
    ORDER BY (g.by_id IS NOT NULL AND g.by_id IN (a.operator_id, a.deputy_id)) DESC NULLS LAST, a.since, a.id
    LIMIT 1
) WHERE g.account_id IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("employers", "0018_grants_of_accounts")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
