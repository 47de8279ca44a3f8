"""How somebody wants to hear of what moves to the table of all events."""

from django.db import migrations

EVENTS = {"follow_ups": "follow-up due", "confirm": "to confirm", "quiet": "employer quiet"}


def copy(apps, schema_editor):
    Old = apps.get_model("engagements", "NoticeChoice")
    New = apps.get_model("people", "NoticeChoice")
    rows = Old.objects.filter(subject__in=EVENTS)
    New.objects.bulk_create(
        [New(person_id=row.person_id, event=EVENTS[row.subject], how=row.how) for row in rows], ignore_conflicts=True
    )


def copy_back(apps, schema_editor):
    Old = apps.get_model("engagements", "NoticeChoice")
    New = apps.get_model("people", "NoticeChoice")
    subjects = {event: subject for subject, event in EVENTS.items()}
    rows = New.objects.filter(event__in=subjects, how__in=["daily", "weekly", "off"])
    Old.objects.bulk_create([Old(person_id=row.person_id, subject=subjects[row.event], how=row.how) for row in rows])


class Migration(migrations.Migration):
    dependencies = [("engagements", "0011_last_exchanges"), ("people", "0007_notices")]

    operations = [
        migrations.RunPython(copy, copy_back),
        migrations.DeleteModel(name="NoticeChoice"),
    ]
