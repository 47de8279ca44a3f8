"""Colleagues are invited, and sign in once they have confirmed the address themselves. Reversible."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("employers", "0021_logins"),
        ("portal", "0001_front_door"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="administers",
            field=models.BooleanField(db_default=False, default=False, verbose_name="invites colleagues"),
        ),
        migrations.AddField(
            model_name="registration",
            name="invited_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="employers.employerlogin",
            ),
        ),
    ]
