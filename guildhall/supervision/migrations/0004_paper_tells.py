"""With each version of a paper, what its text tells of the student (ADR 53); of those made before, nothing is kept."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0003_own_papers"),
    ]

    operations = [
        migrations.AddField(
            model_name="paper",
            name="tells",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("program", "program of study"),
                        ("contact", "e-mail and telephone"),
                        ("of_age", "whether they are 18 or older"),
                        ("born_on", "date of birth"),
                        ("guardian", "parent or guardian"),
                    ],
                    max_length=8,
                ),
                null=True,
                size=None,
            ),
        ),
    ]
