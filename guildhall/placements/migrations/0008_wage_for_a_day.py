"""An opportunity may pay by the day, and so may the place that somebody takes there."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("placements", "0007_own_places"),
    ]

    operations = [
        migrations.AlterField(
            model_name="placement",
            name="wage_per",
            field=models.CharField(
                blank=True,
                choices=[
                    ("hour", "an hour"),
                    ("day", "a day"),
                    ("week", "a week"),
                    ("month", "a month"),
                    ("year", "a year"),
                    ("once", "in all"),
                ],
                max_length=5,
                verbose_name="wage for",
            ),
        ),
    ]
