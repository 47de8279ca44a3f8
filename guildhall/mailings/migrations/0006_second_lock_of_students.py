"""Row-level security on the students whom mailings are for (ADR 36, 90). Nothing in the journal speaks of these rows.

Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

TABLE = "mailings_studentrecipient"
OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("mailings", "0005_students"),
        ("students", "0002_second_lock"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(
            f"CREATE POLICY second_lock ON {TABLE} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {TABLE}"
        ),
    ]
