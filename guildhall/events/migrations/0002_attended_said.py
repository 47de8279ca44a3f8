from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_events'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='attended_said',
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
