"""Of each employer, when both sides were last in touch (M3)."""

from django.db import migrations

FILL = """
    UPDATE employers_employer e SET last_exchange_at = LEAST(n.day + interval '12 hours', e.last_engaged_at)
    FROM (
        SELECT employer_id, max(happened_on)::timestamptz AS day FROM engagements_engagement
        WHERE removed_at IS NULL AND kind <> 'act' AND (answered OR direction = 'theirs') GROUP BY employer_id
    ) n
    WHERE n.employer_id = e.id
"""


class Migration(migrations.Migration):
    dependencies = [("engagements", "0010_private_by_person"), ("employers", "0013_last_exchange")]
    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
