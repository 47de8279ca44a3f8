"""Whom to see in interviews is chosen; reasons stand without whoever gave them; what is said at a door is apart."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("bookings", "0006_tap_once_on_its_list"),
        ("people", "__first__"),
    ]

    operations = [
        migrations.AddField(
            model_name="terms",
            name="slots_by_choice",
            field=models.BooleanField(
                db_default=False, default=False, verbose_name="whom to see in interviews is chosen"
            ),
        ),
        migrations.AddField(
            model_name="booking",
            name="choice",
            field=models.IntegerField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name="booking",
            constraint=models.CheckConstraint(
                condition=Q(choice=None) | Q(choice__gte=0), name="booking_choice"
            ),
        ),
        migrations.AddField(
            model_name="feedback",
            name="at_door",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.CreateModel(
            name="Reason",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=8)),
                ("on", models.DateField()),
                (
                    "institution",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.institution"
                    ),
                ),
                (
                    "roll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reasons", to="bookings.roll"
                    ),
                ),
            ],
            options={
                "verbose_name": "reason of somebody who did not come",
                "verbose_name_plural": "reasons of those who did not come",
                "ordering": ["on", "pk"],
            },
        ),
    ]
