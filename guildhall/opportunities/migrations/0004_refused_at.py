from django.db import migrations, models
from django.db.models import F


def note_refusals(apps, schema_editor):
    """What is refused today was refused, as far as is known, when it was added."""
    apps.get_model("opportunities", "Opportunity").objects.filter(state="refused").update(refused_at=F("added_at"))


class Migration(migrations.Migration):
    dependencies = [("opportunities", "0003_front_door")]
    operations = [
        migrations.AddField("opportunity", "refused_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(note_refusals, migrations.RunPython.noop),
    ]
