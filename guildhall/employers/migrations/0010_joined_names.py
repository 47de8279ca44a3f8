"""Names without their spaces: a search finds "Harborline" by "harbor line", and still the beginnings of names."""

from django.db import migrations, models
from django.db.models.functions import Replace


class Migration(migrations.Migration):
    dependencies = [("employers", "0009_names_behind_the_wall")]
    operations = [
        migrations.AddIndex(
            "employer",
            models.Index(Replace("normal_name", models.Value(" "), models.Value("")), name="employer_joined_name"),
        ),
        migrations.RemoveIndex("employer", "employers_e_normal__485be8_idx"),
    ]
