"""Experiences of those who were in a group."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0013_photographs'),
        ('placements', '0010_several_sites'),
        ('students', '0008_uses_of_consents'),
    ]

    operations = [
        migrations.AddField(
            model_name='experience',
            name='group',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='records', to='placements.groupexperience'),
        ),
        migrations.AddIndex(
            model_name='experience',
            index=models.Index(condition=models.Q(('group__isnull', False)), fields=['group'], name='experience_group'),
        ),
    ]
