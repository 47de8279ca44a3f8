"""Row-level security on what students are asked after an event, and on what the journal says of it (ADR 36, 48).

Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

PLACES, OWN = "guildhall_student_places", "guildhall_own_records"
OF_PLACES = f"institution_id = ANY((SELECT {PLACES}())::uuid[])"
OF_ONESELF = f"registration_id = ANY((SELECT {OWN}())::uuid[])"
TABLE = "bookings_askedafter"
BEFORE = ("students.%", "placements.%", "supervision.%", "bookings.booking")
OF_ENTRY = f"SELECT FROM audit_entry e WHERE e.id = entry_id AND e.institution = ANY((SELECT {PLACES}())::uuid[])"


def journal(kinds):
    about = " OR ".join(f"object_type LIKE '{kind}'" for kind in kinds)
    return f"ALTER POLICY second_lock ON audit_value USING (NOT ({about}) OR EXISTS ({OF_ENTRY}))"


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0003_after_the_event"),
    ]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        migrations.RunSQL(f"CREATE POLICY second_lock ON {TABLE} USING ({OF_PLACES})", f"DROP POLICY second_lock ON {TABLE}"),
        migrations.RunSQL(
            f"CREATE POLICY own_record ON {TABLE} FOR SELECT USING ({OF_ONESELF})", f"DROP POLICY own_record ON {TABLE}"
        ),
        migrations.RunSQL(journal((*BEFORE, "bookings.askedafter")), journal(BEFORE)),
    ]
