from django.db import migrations

SETTLED = """UPDATE meetings_activity SET settled_at = m.settled_at FROM boards_motion m
  WHERE m.activity_id = meetings_activity.id AND m.settled_at IS NOT NULL"""


class Migration(migrations.Migration):
    """Votes that were written down before are not opened again either."""

    dependencies = [
        ("boards", "0002_own_rules_and_both_sides"),
        ("meetings", "0003_settled_votes"),
    ]

    operations = [migrations.RunSQL(SETTLED, migrations.RunSQL.noop)]
