"""With each version of a paper, what was not filled in when it was made; those that are out already may be signed."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0007_erased_names"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="unfilled",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), default=list, size=None
            ),
        ),
    ]
