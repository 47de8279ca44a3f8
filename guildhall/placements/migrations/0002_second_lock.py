"""Row-level security on who took part in what (ADR 36). Reversible: a table whose lock is taken off keeps its rows."""

from django.db import migrations

OF_PLACES = "institution_id = ANY((SELECT guildhall_student_places())::uuid[])"


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0001_experiences"),
        ("students", "0002_second_lock"),
    ]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE placements_experience ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE placements_experience DISABLE ROW LEVEL SECURITY",
        ),
        migrations.RunSQL(
            f"CREATE POLICY second_lock ON placements_experience USING ({OF_PLACES})",
            "DROP POLICY second_lock ON placements_experience",
        ),
    ]
