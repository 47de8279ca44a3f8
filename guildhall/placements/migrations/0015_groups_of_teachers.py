"""Whoever counted a group reads it: a teacher counts the own class, and reads no other institution's rows by it.

Reversible: without it teachers do not find what they counted.
"""

from django.db import migrations

ACTING = "nullif(current_setting('guildhall.person', true), '')::uuid"


class Migration(migrations.Migration):
    dependencies = [("placements", "0014_grades")]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY own_groups ON placements_groupexperience USING (by_id = {ACTING})",
            "DROP POLICY own_groups ON placements_groupexperience",
        )
    ]
