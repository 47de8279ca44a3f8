"""A student who signs in reads the own applications, placements and participations, and writes none (ADR 36, 50).

Which records those are, `guildhall_own_records` says: the ones whose institution lets this sign-in open them.
"""

from django.db import migrations

OWN = "SELECT guildhall_own_records()"
REGISTERED = f"SELECT r.student_id, r.institution_id FROM students_registration r WHERE r.id = ANY(({OWN})::uuid[])"
READ = {
    "application": f"registration_id = ANY(({OWN})::uuid[])",
    "placement": f"registration_id = ANY(({OWN})::uuid[])",
    "experience": f"(student_id, institution_id) IN ({REGISTERED})",
}


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0006_past_is_kept"),
        ("students", "0004_sign_in"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY own_record ON placements_{table} FOR SELECT USING ({condition})",
            f"DROP POLICY own_record ON placements_{table}",
        )
        for table, condition in READ.items()
    ]
