"""Row-level security on success stories, and on what the journal says of them (ADR 36, 72).

An institution's own staff reads and writes its stories. Everybody else reads those that are told, for as long as the
consent under each is in force: PostgreSQL looks at the consent whenever it is asked for a row, so a consent that is
revoked takes its story off at that moment. Reversible: a table whose lock is taken off keeps its rows.
"""

from django.db import migrations

PLACES, OWN, FOR_STORIES = "guildhall_student_places", "guildhall_own_records", "guildhall_consents_for_stories"
OF_PLACES = f"institution_id = ANY((SELECT {PLACES}())::uuid[])"
OF_ONESELF = f"registration_id = ANY((SELECT {OWN}())::uuid[])"
TODAY = "to_date(nullif(current_setting('guildhall.day', true), ''), 'YYYY-MM-DD')"  # the region's: the context says it
CONSENTED = f"state = 'told' AND consent_id = ANY((SELECT {FOR_STORIES}({TODAY}))::uuid[])"
TABLE = "intermediaries_story"
OF_ENTRY = f"SELECT FROM audit_entry e WHERE e.id = entry_id AND e.institution = ANY((SELECT {PLACES}())::uuid[])"
# Written anew after every migration (students.second_lock); here so that the policies have something to call.
FUNCTION = (
    f"CREATE OR REPLACE FUNCTION {FOR_STORIES}(today date) RETURNS uuid[] LANGUAGE sql STABLE SECURITY DEFINER "
    "SET search_path = public, pg_temp AS $$SELECT '{}'::uuid[]$$"
)


def policy(name, what, using):
    return migrations.RunSQL(
        f"CREATE POLICY {name} ON {TABLE}{what} USING ({using})", f"DROP POLICY {name} ON {TABLE}"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("intermediaries", "0001_intermediaries"),
        ("audit", "0005_versions_of_digests"),
        ("students", "0010_consents_for_stories"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, f"DROP FUNCTION {FOR_STORIES}(date)"),
        migrations.RunSQL(
            f"ALTER TABLE {TABLE} ENABLE ROW LEVEL SECURITY", f"ALTER TABLE {TABLE} DISABLE ROW LEVEL SECURITY"
        ),
        policy("second_lock", "", OF_PLACES),
        policy("own_record", " FOR SELECT", OF_ONESELF),
        policy("consented", " FOR SELECT", CONSENTED),
        migrations.RunSQL(
            "CREATE POLICY of_stories ON audit_value AS RESTRICTIVE"
            f" USING (object_type <> 'intermediaries.story' OR EXISTS ({OF_ENTRY}))",
            "DROP POLICY of_stories ON audit_value",
        ),
    ]
