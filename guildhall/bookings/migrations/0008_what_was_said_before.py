"""What stood before these columns: reasons that were given, numbers that were said by hand, and names of minors at doors
of other institutions, to which no parent had agreed.

Reversible: going back, the reasons stay where they were written first, and the marks as they are.
"""

from django.db import migrations

REASONS = """
    INSERT INTO bookings_reason (roll_id, institution_id, reason, "on")
    SELECT b.roll_id, a.institution_id, a.reason, a.answered_on
    FROM bookings_askedafter a JOIN bookings_booking b ON b.id = a.booking_id
    WHERE a.about = 'missed' AND a.answered_on IS NOT NULL AND a.reason <> ''
    ORDER BY a.answered_on, a.id
"""
MINORS = """
    UPDATE bookings_booking SET named_at_door = false
    FROM students_registration r JOIN people_institution i ON i.id = r.institution_id
    WHERE r.id = registration_id AND named_at_door AND i.kind IN ('school', 'district')
    AND (r.born_on IS NULL OR r.born_on + interval '18 years' > now())
"""
BY_HAND = """
    UPDATE events_event SET attended_said = true
    WHERE attended IS NOT NULL AND NOT EXISTS (
        SELECT FROM bookings_closing c JOIN bookings_roll r ON r.id = c.roll_id WHERE r.event_id = events_event.id
    )
"""
NOTHING = migrations.RunSQL.noop


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0007_chosen_and_counted_apart"),
        ("events", "0002_attended_said"),
        ("students", "0008_uses_of_consents"),
    ]

    operations = [
        migrations.RunSQL(REASONS, "DELETE FROM bookings_reason"),
        migrations.RunSQL(MINORS, NOTHING),
        migrations.RunSQL(BY_HAND, NOTHING),
    ]
