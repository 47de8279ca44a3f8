"""Of a time that fell away the list stays, and another one may begin at the same moment.

Reversible: going back, lists that are gone get a moment of their own, some milliseconds later.
"""

from django.db import migrations, models
from django.db.models import Q

MARK = """
    UPDATE bookings_roll SET gone_at = now()
    WHERE starts_at > now() AND NOT EXISTS (
        SELECT FROM events_occurrence o
        WHERE o.event_id = bookings_roll.event_id AND o.starts_at = bookings_roll.starts_at
    )
"""
APART = """
    UPDATE bookings_roll SET starts_at = starts_at + apart.n * interval '1 millisecond'
    FROM (
        SELECT id AS gone, row_number() OVER (PARTITION BY event_id, starts_at, session_id ORDER BY id) AS n
        FROM bookings_roll WHERE gone_at IS NOT NULL
    ) apart
    WHERE apart.gone = id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0004_second_lock_of_questions"),
    ]

    operations = [
        migrations.AddField(
            model_name="roll",
            name="gone_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.RemoveConstraint(
            model_name="roll",
            name="roll_once",
        ),
        migrations.RunSQL(MARK, APART),
        migrations.AddConstraint(
            model_name="roll",
            constraint=models.UniqueConstraint(
                condition=Q(gone_at=None),
                fields=("event", "starts_at", "session"),
                name="roll_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="roll",
            index=models.Index(fields=["event"], name="roll_event"),
        ),
    ]
