"""Row-level security on the searches that students keep: a student reads the own ones, and no staff reads any (ADR 36).

Which opportunities a search has told of names nobody, and goes with the opportunity: that table stays open.
Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

TABLE = "opportunities_keptsearch"
VISITING = (
    "CASE WHEN current_setting('guildhall.visitor_kind', true) = 'student' "
    "THEN nullif(current_setting('guildhall.visitor', true), '')::uuid END"
)


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0005_kept_searches"),
        ("students", "0004_sign_in"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(
            f"CREATE POLICY own_search ON {TABLE} USING (login_id = {VISITING})",
            f"DROP POLICY own_search ON {TABLE}",
        ),
    ]
