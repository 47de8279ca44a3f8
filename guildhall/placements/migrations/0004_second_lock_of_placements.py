"""Row-level security on applications, placements and what hangs on them (ADR 36, 41).

Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"
TABLES = ("application", "placement", "step", "question", "groupexperience")


def closed(table):
    name = f"placements_{table}"
    return [
        migrations.RunSQL(
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(f"CREATE POLICY second_lock ON {name} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {name}"),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0003_placing"),
        ("students", "0002_second_lock"),
    ]

    operations = [operation for table in TABLES for operation in closed(table)]
