"""Row-level security on papers, signatures, links, hours, visits and evaluations, and what the journal says of them.

Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

PLACES = "guildhall_student_places"
OF_PLACES = f"institution_id = ANY((SELECT {PLACES}())::uuid[])"
TABLES = ("trainingplan", "paper", "signature", "link", "hoursentry", "sitevisit", "evaluation")
BEFORE = ("students", "placements")
OF_ENTRY = f"SELECT FROM audit_entry e WHERE e.id = entry_id AND e.institution = ANY((SELECT {PLACES}())::uuid[])"


def closed(table):
    name = f"supervision_{table}"
    return [
        migrations.RunSQL(
            f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {name} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(f"CREATE POLICY second_lock ON {name} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {name}"),
    ]


def journal(apps):
    about = " OR ".join(f"object_type LIKE '{app}.%'" for app in apps)
    return f"ALTER POLICY second_lock ON audit_value USING (NOT ({about}) OR EXISTS ({OF_ENTRY}))"


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0001_papers"),
        ("students", "0002_second_lock"),
    ]

    operations = [
        *(operation for table in TABLES for operation in closed(table)),
        migrations.RunSQL(journal((*BEFORE, "supervision")), journal(BEFORE)),
    ]
