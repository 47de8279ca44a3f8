"""The kinds that were fixed so far become the region's own list; what was logged lately counts as touches."""

from django.db import migrations

KINDS = [
    # slug, label, icon, counts as a contact when we begin it
    ("visit", "Visit", "visit", True),
    ("call", "Call", "call", True),
    ("meeting", "Meeting", "meeting", True),
    ("email", "E-mail", "email", True),
    ("event", "Event", "event", True),
    ("tour", "Site tour", "visit", True),
    ("advisory", "Advisory meeting", "people", True),
]

TOUCHES = """
INSERT INTO engagements_touch (id, occasion, employer_id, contact_id, kind, "on", state, by_id, institution_id,
    engagement_id, over_because)
SELECT gen_random_uuid(), id, employer_id, contact_id, kind, happened_on, 'made', by_id, institution_id, id, ''
FROM engagements_engagement WHERE kind <> 'act' AND happened_on > current_date - 400
"""


def begin(apps, schema_editor):
    kind = apps.get_model("engagements", "Kind")
    kind.objects.bulk_create(
        kind(slug=slug, label=label, icon=icon, touches=touches, position=10 * n)
        for n, (slug, label, icon, touches) in enumerate(KINDS, 1)
    )
    apps.get_model("engagements", "Engagement").objects.filter(kind="act").update(meaningful=False)
    schema_editor.execute(TOUCHES)


def back(apps, schema_editor):
    apps.get_model("engagements", "Touch").objects.all().delete()
    apps.get_model("engagements", "Kind").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("engagements", "0002_working_together")]
    operations = [migrations.RunPython(begin, back)]
