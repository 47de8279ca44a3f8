"""A student who signs in reads the papers, signatures, hours and plan of the own placements (ADR 36, 50).

Of evaluations the own reflection alone: what the supervisor says is written to the institution. Visits and links stay
with the institution as well. Nothing is written by the sign-in alone.
"""

from django.db import migrations

PLACED = "SELECT p.id FROM placements_placement p WHERE p.registration_id = ANY((SELECT guildhall_own_records())::uuid[])"
OF_PLACEMENT = f"placement_id IN ({PLACED})"
READ = {
    "trainingplan": OF_PLACEMENT,
    "paper": OF_PLACEMENT,
    "signature": f"paper_id IN (SELECT p.id FROM supervision_paper p WHERE p.{OF_PLACEMENT})",
    "hoursentry": OF_PLACEMENT,
    "evaluation": f"side = 'student' AND {OF_PLACEMENT}",
}


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0002_second_lock"),
        ("placements", "0007_own_places"),
    ]

    operations = [
        migrations.RunSQL(
            f"CREATE POLICY own_record ON supervision_{table} FOR SELECT USING ({condition})",
            f"DROP POLICY own_record ON supervision_{table}",
        )
        for table, condition in READ.items()
    ]
